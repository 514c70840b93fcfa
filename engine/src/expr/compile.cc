#include "compile.h"

#include <algorithm>
#include <utility>

#include "functions.h"

namespace rulemap::expr {
namespace {

class Emitter {
 public:
  Emitter(const Ast& ast, Resources resources) : ast_(ast) {
    code_.resources = std::move(resources);
  }

  Code run(Expect expect) {
    code_.type = expect == Expect::condition ? Type::boolean : ast_[ast_.root].type;
    expect == Expect::condition ? emit_condition(ast_.root) : emit_value(ast_.root);
    auto& slots = code_.slots;
    std::sort(slots.begin(), slots.end());
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    return std::move(code_);
  }

 private:
  // `change` is what the instruction does to the height of the stack.
  uint32_t put(Instruction instruction, int change) {
    code_.instructions.push_back(instruction);
    height_ += change;
    code_.stack = std::max(code_.stack, static_cast<uint32_t>(height_));
    return static_cast<uint32_t>(code_.instructions.size() - 1);
  }

  // Leaves a boolean, never a missing value.
  void emit_condition(NodeId id) {
    emit_value(id);
    if (ast_[id].kind == NodeKind::field) put({Opcode::truth}, 0);
  }

  void emit_value(NodeId id) {
    const Node& node = ast_[id];
    switch (node.kind) {
      case NodeKind::literal:
        put({Opcode::load, add_literal(node.value)}, +1);
        return;
      case NodeKind::field:
        code_.slots.push_back(node.reference);
        put({Opcode::read, node.reference}, +1);
        return;
      case NodeKind::call:
        return emit_call(node);
      case NodeKind::compare:
        emit_value(node.children[0]);
        emit_value(node.children[1]);
        put({Opcode::compare, static_cast<uint32_t>(node.operation)}, -1);
        return emit_negation(node.negated);
      case NodeKind::member:
        return emit_member(node);
      case NodeKind::negate:
        emit_value(node.children[0]);
        return emit_negation(true);
      case NodeKind::all:
        return emit_chain(node, Opcode::jump_if_false);
      case NodeKind::one:
        return emit_chain(node, Opcode::jump_if_true);
      case NodeKind::list:
      case NodeKind::bad:
        return;  // the checker lets neither through
    }
  }

  void emit_negation(bool negated) {
    if (negated) put({Opcode::negate}, 0);
  }

  uint32_t add_literal(const Literal& literal) {
    code_.literals.push_back(literal);
    return static_cast<uint32_t>(code_.literals.size() - 1);
  }

  void emit_member(const Node& node) {
    emit_value(node.children[0]);
    const Node& list = ast_[node.children[1]];
    if (list.kind == NodeKind::list) {
      const auto first = static_cast<uint32_t>(code_.literals.size());
      for (const NodeId element : list.children) add_literal(ast_[element].value);
      put({Opcode::in_literals, first, static_cast<uint32_t>(list.children.size())}, 0);
    } else {
      emit_value(node.children[1]);
      put({Opcode::in_list}, -1);
    }
    emit_negation(node.negated);
  }

  void emit_chain(const Node& node, Opcode jump) {
    std::vector<uint32_t> jumps;
    for (const NodeId child : node.children) {
      emit_condition(child);
      if (child != node.children.back()) jumps.push_back(put({jump}, -1));
    }
    const auto end = static_cast<uint32_t>(code_.instructions.size());
    for (const uint32_t at : jumps) code_.instructions[at].a = end;
  }

  void emit_call(const Node& node) {
    const auto function = static_cast<Function>(node.reference);
    if (function == Function::now) {
      put({Opcode::now}, +1);
      return;
    }
    emit_value(node.children[0]);
    switch (function) {
      case Function::exists:
        put({Opcode::exists}, 0);
        return;
      case Function::contains:
        return emit_pair(node, Opcode::contains);
      case Function::starts_with:
        return emit_pair(node, Opcode::starts_with);
      case Function::ends_with:
        return emit_pair(node, Opcode::ends_with);
      case Function::matches:
        put({Opcode::matches, ast_[node.children[1]].reference}, 0);
        return;
      case Function::in_net:
        put({Opcode::in_net, ast_[node.children[1]].reference}, 0);
        return;
      case Function::lower:
        put({Opcode::lower}, 0);
        return;
      case Function::len:
        put({Opcode::len}, 0);
        return;
      case Function::age:
        put({Opcode::age}, 0);
        return;
      case Function::now:
        return;
    }
  }

  void emit_pair(const Node& node, Opcode code) {
    emit_value(node.children[1]);
    put({code}, -1);
  }

  const Ast& ast_;
  Code code_;
  int height_ = 0;
};

}  // namespace

Code emit(const Ast& ast, Resources resources, Expect expect) {
  return Emitter(ast, std::move(resources)).run(expect);
}

}  // namespace rulemap::expr
