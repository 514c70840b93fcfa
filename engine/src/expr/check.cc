#include "check.h"

#include <algorithm>
#include <optional>
#include <string>

#include "functions.h"
#include "guess.h"

namespace rulemap::expr {
namespace {

constexpr int64_t kPatternMemory = 1 << 20;  // bytes that one pattern may use, compiled and running
constexpr size_t kMaxPatterns = 32;

// Types that compare with one another are of one family.
enum class Family : uint8_t { any, boolean, number, text, time, duration, none };

Family family_of(Type type) {
  switch (type) {
    case Type::any:
      return Family::any;
    case Type::boolean:
      return Family::boolean;
    case Type::integer:
    case Type::number:
      return Family::number;
    case Type::text:
      return Family::text;
    case Type::time:
      return Family::time;
    case Type::duration:
      return Family::duration;
    case Type::list:
    case Type::object:
      break;
  }
  return Family::none;
}

bool comparable(Type a, Type b) {
  const Family fa = family_of(a), fb = family_of(b);
  if (fa == Family::none || fb == Family::none) return false;
  return fa == fb || fa == Family::any || fb == Family::any;
}

bool accepts(Parameter parameter, Type type) {
  if (type == Type::any) return true;
  switch (parameter) {
    case Parameter::text_or_list:
      return type == Type::text || type == Type::list;
    case Parameter::scalar:
      return type != Type::list && type != Type::object;
    case Parameter::time:
      return type == Type::time;
    default:
      return type == Type::text;
  }
}

std::string_view wanted(Parameter parameter) {
  switch (parameter) {
    case Parameter::text_or_list:
      return "text or a list";
    case Parameter::scalar:
      return "one value";
    case Parameter::time:
      return "a time";
    default:
      return "text";
  }
}

class Checker {
 public:
  Checker(Ast& ast, std::string_view source, const Scope& scope, Problems& problems)
      : ast_(ast), source_(source), scope_(scope), problems_(problems) {}

  Resources run(Expect expect) {
    check_node(ast_.root);
    if (expect == Expect::condition) {
      want_condition(ast_.root);
    } else if (ast_[ast_.root].type == Type::object) {
      complain(ast_.root, "type", show(ast_.root) + " is an object, not a value");
    }
    return std::move(resources_);
  }

 private:
  std::string text_of(NodeId id) const {
    const Span span = ast_[id].span;
    return std::string(source_.substr(span.offset, span.length));
  }
  std::string show(NodeId id) const { return quoted(text_of(id)); }

  std::string show_typed(NodeId id) const {
    return show(id) + " is " + std::string(type_name(ast_[id].type));
  }

  void complain(NodeId id, std::string_view code, std::string message, std::string hint = {}) {
    report(problems_, ast_[id].span, code, std::move(message), std::move(hint));
  }

  void check_node(NodeId id) {
    switch (ast_[id].kind) {
      case NodeKind::bad:
      case NodeKind::literal:
        return;
      case NodeKind::field:
        return check_field(id);
      case NodeKind::call:
        return check_call(id);
      case NodeKind::list:
        check_children(id);
        return complain(id, "type", "a list stands only after `in`", "write x in ['a', 'b']");
      case NodeKind::compare:
        return check_compare(id);
      case NodeKind::member:
        return check_member(id);
      case NodeKind::negate:
      case NodeKind::all:
      case NodeKind::one:
        check_children(id);
        for (const NodeId child : ast_[id].children) want_condition(child);
        ast_[id].type = Type::boolean;
    }
  }

  void check_children(NodeId id) {
    for (const NodeId child : ast_[id].children) check_node(child);
  }

  void want_condition(NodeId id) {
    const Node& node = ast_[id];
    if (node.type == Type::boolean || node.type == Type::any) return;
    std::string hint = "compare it with something";
    if (node.kind == NodeKind::field) hint = "compare it, or write exists(" + node.name + ")";
    complain(id, "type", show_typed(id) + ", not a condition", std::move(hint));
  }

  void check_field(NodeId id) {
    Node& node = ast_[id];
    if (node.name.starts_with("vars.")) return check_constant(node);
    if (const auto field = scope_.field(node.name)) {
      node.type = field->type;
      node.reference = field->slot;
      return;
    }
    unknown_field(id);
  }

  void check_constant(Node& node) {
    const auto constant = scope_.constant(node.name);
    if (!constant) {
      return report(problems_, node.span, "field", "unknown variable " + quoted(node.name),
                    did_you_mean(node.name));
    }
    switch (constant->kind) {
      case Value::Kind::boolean:
        return become_literal(node, Type::boolean, constant->boolean);
      case Value::Kind::integer:
        return become_literal(node, Type::integer, constant->integer);
      case Value::Kind::number:
        return become_literal(node, Type::number, constant->number);
      case Value::Kind::text:
        return become_literal(node, Type::text, std::string(constant->text));
      default:
        report(problems_, node.span, "type", quoted(node.name) + " has no single value");
    }
  }

  static void become_literal(Node& node, Type type, Literal value) {
    node.kind = NodeKind::literal;
    node.type = type;
    node.value = std::move(value);
  }

  void unknown_field(NodeId id) {
    const std::string& name = ast_[id].name;
    if (name.starts_with("secrets.")) {
      return complain(id, "field", "a secret is never read by an expression");
    }
    std::string hint;
    if (const Signature* function = find_function(name)) {
      hint = "it is a function: write " + std::string(function->usage);
    } else if (name == "null" || name == "none" || name == "None" || name == "nil") {
      hint = "a field that is missing: not exists(field)";
    } else if (is_bare_text(name)) {
      hint = "a text stands in quotes: '" + name + "'";
    } else {
      hint = did_you_mean(name);
    }
    complain(id, "field", "unknown field " + quoted(name), std::move(hint));
  }

  std::string did_you_mean(std::string_view name) {
    if (names_.empty()) names_ = scope_.names();
    const std::string guess = nearest(name, names_);
    return guess.empty() ? "" : "did you mean " + quoted(guess) + "?";
  }

  // A word that stands where a field's text belongs: ioc.type == md5.
  void check_beside(NodeId id, NodeId other) {
    const Node& beside = ast_[other];
    const auto info = beside.kind == NodeKind::field ? scope_.field(beside.name) : std::nullopt;
    if (info && info->type == Type::text) beside_ = info;
    check_node(id);
    beside_.reset();
  }

  bool is_bare_text(const std::string& name) {
    if (!beside_ || name.find('.') != std::string::npos) return false;
    const std::vector<std::string> choices = split(beside_->choices);
    return std::find(choices.begin(), choices.end(), name) != choices.end() ||
           (beside_->choices.empty() && did_you_mean(name).empty());
  }

  void check_compare(NodeId id) {
    const NodeId left = ast_[id].children[0], right = ast_[id].children[1];
    check_beside(left, right);
    check_beside(right, left);
    ast_[id].type = Type::boolean;
    if (is_list(left) || is_list(right)) return;
    const Type a = ast_[left].type, b = ast_[right].type;
    if (!comparable(a, b)) return cannot_compare(id, left, right);
    const bool ordered = ast_[id].operation != Operation::equal;
    if (!ordered) {
      check_choice(left, right);
      check_choice(right, left);
    }
    if (ordered && (a == Type::boolean || b == Type::boolean)) {
      complain(id, "type", "true and false have no order", "compare them with == or !=");
    }
  }

  // A field of known values never equals another one.
  void check_choice(NodeId field, NodeId literal) {
    const Node& node = ast_[literal];
    const bool written_out = node.kind == NodeKind::literal && node.name.empty();
    if (ast_[field].kind != NodeKind::field || !written_out || node.type != Type::text) return;
    const auto info = scope_.field(ast_[field].name);
    if (!info || info->choices.empty()) return;
    const std::vector<std::string> choices = split(info->choices);
    const std::string& text = std::get<std::string>(node.value);
    if (std::find(choices.begin(), choices.end(), text) != choices.end()) return;
    const std::string near = nearest(text, choices);
    complain(literal, "value", show(field) + " is never " + show(literal),
             near.empty() ? "it is one of " + joined(choices) : "did you mean '" + near + "'?");
  }

  static std::vector<std::string> split(std::string_view choices) {
    std::vector<std::string> out;
    for (size_t at = 0; at <= choices.size();) {
      const size_t bar = std::min(choices.find('|', at), choices.size());
      out.emplace_back(choices.substr(at, bar - at));
      at = bar + 1;
    }
    return out;
  }
  static std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& each : words) out += (out.empty() ? "" : ", ") + each;
    return out;
  }

  // That has been said.
  bool is_unknown(const Node& node) const {
    return node.kind == NodeKind::field && !scope_.field(node.name);
  }
  bool is_list(NodeId id) const { return ast_[id].kind == NodeKind::list; }

  void cannot_compare(NodeId whole, NodeId left, NodeId right) {
    const Type a = ast_[left].type, b = ast_[right].type;
    std::string hint;
    const auto either = [&](Type type) { return a == type || b == type; };
    if (either(Type::list)) {
      hint = "write contains(list, value), or value in list";
    } else if (either(Type::object)) {
      hint = "ask exists(object), or name a field of it";
    } else if (either(Type::time)) {
      hint = "a time compares with now() or another time; how old it is: age(x) > 7d";
    } else if (either(Type::duration)) {
      hint = "a duration has a unit, as 30s or 7d";
    } else if (either(Type::text)) {
      hint = as_text(a == Type::text ? right : left);
    }
    complain(whole, "type", show_typed(left) + " and " + show_typed(right) + ": they never compare",
             std::move(hint));
  }

  std::string as_text(NodeId id) const {
    const bool written_out = ast_[id].kind == NodeKind::literal && ast_[id].name.empty();
    if (!written_out) return {};
    const Span span = ast_[id].span;
    return "as a text it is '" + std::string(source_.substr(span.offset, span.length)) + "'";
  }

  void check_member(NodeId id) {
    const NodeId item = ast_[id].children[0], list = ast_[id].children[1];
    check_node(item);
    ast_[id].type = Type::boolean;
    if (is_list(item)) return;
    const Type type = ast_[item].type;
    if (type == Type::list || type == Type::object) {
      complain(item, "type", show_typed(item) + ": it is in no list",
               "write contains(list, value) for each value");
    }
    if (is_list(list)) return check_elements(item, list);
    check_node(list);
    const Type found = ast_[list].type;
    if (found == Type::list || found == Type::any) return;
    const bool written_out = ast_[list].kind == NodeKind::literal && ast_[list].name.empty();
    complain(list, "type", "`in` needs a list; " + show_typed(list),
             written_out           ? "a list stands in square brackets: [" + text_of(list) + "]"
             : found == Type::text ? "write contains(text, part)"
                                   : "");
  }

  void check_elements(NodeId item, NodeId list) {
    ast_[list].type = Type::list;
    if (ast_[list].children.empty()) complain(list, "type", "nothing is in an empty list");
    for (const NodeId element : ast_[list].children) {
      check_beside(element, item);
      const Node& node = ast_[element];
      if (node.kind == NodeKind::bad || is_list(element) || is_unknown(node)) continue;
      if (node.kind != NodeKind::literal) {
        complain(element, "type", "a list holds only values that are written out, or vars.x");
      } else if (!comparable(ast_[item].type, node.type) &&
                 family_of(ast_[item].type) != Family::none) {
        complain(element, "type",
                 show_typed(item) + " and " + show_typed(element) + ": they never compare");
      } else {
        check_choice(item, element);
      }
    }
  }

  void check_call(NodeId id) {
    const Signature* signature = find_function(ast_[id].name);
    if (signature == nullptr) {
      check_children(id);
      return unknown_function(id);
    }
    ast_[id].reference = static_cast<uint32_t>(signature->function);
    ast_[id].type = signature->result;
    const std::vector<NodeId> arguments = ast_[id].children;
    for (const NodeId argument : arguments) check_node(argument);
    if (arguments.size() != signature->arity()) return wrong_arity(id, *signature);
    for (size_t i = 0; i < arguments.size(); ++i) {
      check_argument(arguments[i], signature->parameters[i], *signature);
    }
    if (signature->function == Function::contains) check_contains(arguments[0], arguments[1]);
  }

  void unknown_function(NodeId id) {
    std::vector<std::string> names;
    std::string all;
    for (const Signature& function : functions()) {
      names.emplace_back(function.name);
      all += (all.empty() ? "" : ", ") + names.back();
    }
    const std::string& name = ast_[id].name;
    const std::string guess = nearest(name.substr(name.rfind('.') + 1), names);
    complain(id, "function", "unknown function " + quoted(name),
             guess.empty() ? "there are " + all
                           : "did you mean " + std::string(find_function(guess)->usage) + "?");
  }

  void wrong_arity(NodeId id, const Signature& signature) {
    const size_t want = signature.arity(), have = ast_[id].children.size();
    complain(id, "function",
             quoted(signature.name) + " takes " + std::to_string(want) +
                 (want == 1 ? " argument, not " : " arguments, not ") + std::to_string(have),
             "write " + std::string(signature.usage));
  }

  void check_argument(NodeId id, Parameter parameter, const Signature& signature) {
    Node& node = ast_[id];
    if (node.kind == NodeKind::bad || node.kind == NodeKind::list) return;
    const std::string hint = "write " + std::string(signature.usage);
    if (parameter == Parameter::field) {
      if (node.kind == NodeKind::field) return;
      return complain(id, "type", quoted(signature.name) + " takes the name of a field", hint);
    }
    if (!accepts(parameter, node.type)) {
      return complain(id, "type",
                      quoted(signature.name) + " takes " + std::string(wanted(parameter)) +
                          " here; " + show_typed(id),
                      hint);
    }
    if (parameter != Parameter::pattern && parameter != Parameter::network) return;
    if (node.kind != NodeKind::literal) {
      return complain(id, "type", quoted(signature.name) + " takes a text that is written out here",
                      hint);
    }
    parameter == Parameter::pattern ? compile_pattern(id) : compile_network(id);
  }

  // In a text only a text is found; in a list, any value.
  void check_contains(NodeId whole, NodeId part) {
    if (ast_[whole].type != Type::text || ast_[part].type == Type::text) return;
    if (ast_[part].type == Type::any || is_list(part)) return;
    complain(part, "type", "only a text is part of a text; " + show_typed(part));
  }

  void compile_pattern(NodeId id) {
    if (resources_.patterns.size() == kMaxPatterns) {
      return complain(id, "limit",
                      "more than " + std::to_string(kMaxPatterns) + " regular expressions",
                      "join some of them with |");
    }
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kPatternMemory);
    const std::string& text = std::get<std::string>(ast_[id].value);
    auto pattern = std::make_unique<const RE2>(text, options);
    if (!pattern->ok()) {
      std::string message = "no regular expression: " + pattern->error();
      return complain(id, "literal", std::move(message), "the syntax is RE2's");
    }
    ast_[id].reference = static_cast<uint32_t>(resources_.patterns.size());
    resources_.patterns.push_back(std::move(pattern));
  }

  void compile_network(NodeId id) {
    auto network = parse_network(std::get<std::string>(ast_[id].value));
    if (!network) {
      return complain(id, "literal", show(id) + " " + network.error().message,
                      "write '" + network.error().where + "'");
    }
    ast_[id].reference = static_cast<uint32_t>(resources_.networks.size());
    resources_.networks.push_back(*network);
  }

  Ast& ast_;
  std::string_view source_;
  const Scope& scope_;
  Problems& problems_;
  Resources resources_;
  std::optional<FieldInfo> beside_;  // the text field that the node in hand is compared with
  std::vector<std::string> names_;
};

}  // namespace

Resources check(Ast& ast, std::string_view source, const Scope& scope, Expect expect,
                Problems& problems) {
  return Checker(ast, source, scope, problems).run(expect);
}

}  // namespace rulemap::expr
