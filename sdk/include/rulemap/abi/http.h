/* rulemap.http/1: the one door to the network. Proxy, TLS, time-outs, size caps, rate limits,
 * recordings and the TLP gate live in the host, so every networked plugin runs offline too. */
#ifndef RULEMAP_ABI_HTTP_H
#define RULEMAP_ABI_HTTP_H

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RULEMAP_HTTP_ID "rulemap.http/1"

/* value, or the secret behind a handle (secret != 0), never both. A secret in a URL is refused. */
typedef struct rulemap_header {
  rulemap_text name;
  rulemap_text value;
  int64_t secret;
} rulemap_header;

#define RULEMAP_NO_ROW UINT32_MAX

enum {
  /* The request asks about the allowance itself: it is neither counted nor held back by it, and its
   * answer is never cached. */
  RULEMAP_REQUEST_OF_ALLOWANCE = 1,
  /* From ABI 0.4 on. The host packs the body (gzip) on its way: for servers that say they take it.
   */
  RULEMAP_REQUEST_GZIP = 2,
  /* From ABI 0.4 on. It changes nothing on the server, though it is no GET: it leaves in a dry run.
   */
  RULEMAP_REQUEST_READS = 4
};

typedef struct rulemap_request {
  size_t size;
  rulemap_text method; /* GET POST PUT DELETE */
  rulemap_text url;
  const rulemap_header* headers;
  rulemap_text body;
  uint32_t header_count;
  uint32_t row;       /* the row of the batch that it is asked for, or RULEMAP_NO_ROW */
  int64_t timeout_ms; /* 0: limits.timeout of the step */
  size_t max_body;    /* 0: the host's cap */
  /* From ABI 0.3 on. */
  rulemap_text kind;    /* for people, in a plan of the run: "file report"; empty: "request" */
  rulemap_text follows; /* kinds of what a good answer leads to, each once at most: "a|b" */
  uint32_t flags;
} rulemap_request;

/* Where an answer came from. */
enum { RULEMAP_FROM_NETWORK = 0, RULEMAP_FROM_REPLAY = 1, RULEMAP_FROM_CACHE = 2 };

/* outcome OK: the server answered, whatever its status; a 3xx is an answer.
 * RETRY: not asked, no allowance left; come again after retry_after_ms (tell the row so).
 * FAILED: no answer; `problem` says why.
 * REJECT: the host may not ask this for this row (TLP, PAP, private); lookup becomes not_asked. In
 * a dry run also what would change something: neither a GET nor RULEMAP_REQUEST_READS. All texts
 * live until the next send of this instance or the end of the call. */
typedef struct rulemap_response {
  size_t size;
  rulemap_status outcome;
  int32_t status;
  const rulemap_header* headers;
  rulemap_text body;
  rulemap_text problem;
  uint32_t header_count;
  uint32_t from;
  int64_t retry_after_ms; /* of a Retry-After header in either form; -1: none */
} rulemap_response;

/* Sends `count` requests (each `requests->size` bytes apart) and fills as many responses. Blocks.
 * OK: every response is filled. FAILED: none was sent. [the thread of the call] */
typedef struct rulemap_http {
  size_t size;
  void* host;
  rulemap_status (*send)(const struct rulemap_http* http, const rulemap_request* requests,
                         size_t count, rulemap_response* responses,
                         rulemap_error* error) RULEMAP_NOEXCEPT;
  /* From ABI 0.4 on. Not 0: a dry run. Whoever changes servers says what it would change. */
  int32_t dry_run;
} rulemap_http;

#ifdef __cplusplus
}
#endif
#endif
