/* Laid out by hand: a table a line. */
/* clang-format off */
#include <rulemap/abi/entry.h>

static const rulemap_descriptor about = {
    .size = sizeof(rulemap_descriptor), .id = "acme.length", .version = "0.1.0",
    .summary = "Measures indicators.", .label = "enricher"};

static rulemap_status fields(const rulemap_host *host, const rulemap_config *config,
                             rulemap_fields *out, rulemap_error *error) {
  (void)host, (void)config, (void)error;
  out->reads(out, (rulemap_text){"ioc.value", 9}, RULEMAP_FIELD_TEXT);
  out->writes(out, (rulemap_text){"acme.length", 11}, RULEMAP_FIELD_INT);
  return RULEMAP_OK;
}
static rulemap_status create(const rulemap_host *host, const rulemap_config *config,
                             void **instance, rulemap_error *error) {
  (void)host, (void)config, (void)error;
  return *instance = (void *)&about, RULEMAP_OK;
}
static rulemap_status process(void *me, const rulemap_batch *batch, rulemap_writer *writer,
                              rulemap_error *error) {
  for (uint32_t row = 0; row < batch->rows; ++row) {
    const rulemap_value *in = &batch->cells[row * batch->columns];
    rulemap_value out = {RULEMAP_INT, 0, {(int64_t)in->as.text.size}};
    if (in->kind == RULEMAP_TEXT) writer->set(writer, row, 0, out);
  }
  return (void)me, (void)error, RULEMAP_OK;
}
static void destroy(void *me) { (void)me; }

static const rulemap_step length = {.size = sizeof(rulemap_step), .about = &about,
    .fields = fields, .create = create, .process = process, .destroy = destroy};
static const rulemap_step *const steps[] = {&length};

const rulemap_entry RULEMAP_ENTRY_SYMBOL = {
    .magic = RULEMAP_MAGIC, .abi_major = RULEMAP_ABI_MAJOR, .abi_minor = RULEMAP_ABI_MINOR,
    .size = sizeof(rulemap_entry), .name = "acme", .version = "0.1.0",
    .steps = steps, .step_count = 1};
