// The parts of everything that a load gives, named once for both directions: `archive(part...)`
// writes them or fills them, and `archive.choice(kind, last)` does so for an enumeration.
#pragma once

#include "rulemap/sigma/rule.h"

namespace rulemap::sigma {

template <class Archive>
void fields(Archive& archive, yaml::Place& it) {
  archive(it.line, it.column);
}

template <class Archive>
void fields(Archive& archive, Number& it) {
  archive.choice(it.kind, Number::Kind::real);
  archive(it.negative, it.natural, it.real);
}

template <class Archive>
void fields(Archive& archive, Piece& it) {
  archive.choice(it.kind, Piece::Kind::any_dash);
  archive(it.text);
}

template <class Archive>
void fields(Archive& archive, Pattern& it) {
  archive(it.pieces, it.cased, it.number, it.written_as_number);
}

template <class Archive>
void fields(Archive& archive, Regex& it) {
  archive(it.text, it.any_case, it.multi_line, it.dot_is_newline);
}

template <class Archive>
void fields(Archive& archive, Network& it) {
  for (std::uint8_t& byte : it.base) archive(byte);
  archive(it.is_v6);
  archive.at_most(it.prefix, it.is_v6 ? 128U : 32U);
}

template <class Archive>
void fields(Archive& archive, Comparison& it) {
  archive.choice(it.order, Order::greater_or_equal);
  archive(it.number);
}

template <class Archive>
void fields(Archive&, IsNull&) {}

template <class Archive>
void fields(Archive& archive, Exists& it) {
  archive(it.expected);
}

template <class Archive>
void fields(Archive& archive, FieldRef& it) {
  archive(it.other, it.cased);
  archive.choice(it.how, FieldRef::How::ends_with);
}

template <class Archive>
void fields(Archive& archive, DatePart& it) {
  archive.choice(it.part, DatePart::Part::year);
  archive(it.value);
}

template <class Archive>
void fields(Archive& archive, Test& it) {
  archive(it.field, it.ask, it.place);
}

template <class Archive>
void fields(Archive& archive, Expression& it) {
  archive.choice(it.kind, Expression::Kind::negation);
  archive(it.name);
  if (it.kind == Expression::Kind::test) return archive(it.test);
  archive(it.parts);
}

template <class Archive>
void fields(Archive& archive, LogSource& it) {
  archive(it.category, it.product, it.service);
}

template <class Archive>
void fields(Archive& archive, Related& it) {
  archive(it.id, it.type);
}

template <class Archive>
void fields(Archive& archive, Header& it) {
  archive(it.title, it.id, it.name, it.status, it.level, it.description, it.author, it.licence);
  archive(it.date, it.modified, it.tags, it.references, it.false_positives, it.fields);
  archive(it.related, it.path, it.place);
}

template <class Archive>
void fields(Archive& archive, Rule& it) {
  archive(it.header, it.source, it.expression);
}

template <class Archive>
void fields(Archive& archive, Correlation::Bound& it) {
  archive.choice(it.kind, Correlation::Bound::Kind::neq);
  archive(it.number);
}

template <class Archive>
void fields(Archive& archive, Correlation::Member& it) {
  archive(it.is_correlation, it.index);
}

template <class Archive>
void fields(Archive& archive, Correlation::Alias& it) {
  archive(it.alias, it.fields);
}

template <class Archive>
void fields(Archive& archive, Correlation& it) {
  archive.choice(it.type, Correlation::Type::value_median);
  archive(it.header, it.members, it.group_by, it.aliases, it.timespan_ms, it.bounds, it.fields);
  archive(it.percentile, it.condition, it.generate);
}

template <class Archive>
void fields(Archive& archive, Problem& it) {
  archive.choice(it.weight, Problem::Weight::warning);
  archive(it.path, it.place, it.message, it.piece);
}

template <class Archive>
void fields(Archive& archive, RuleSet& it) {
  archive(it.rules, it.correlations, it.problems);
}

}  // namespace rulemap::sigma
