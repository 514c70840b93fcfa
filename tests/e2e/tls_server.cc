#include "e2e/tls_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <chrono>
#include <csignal>
#include <memory>
#include <utility>

namespace rulemap::e2e {
namespace {

template <auto Free>
struct With {
  template <class T>
  void operator()(T* of) const {
    Free(of);
  }
};
using Key = std::unique_ptr<EVP_PKEY, With<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, With<X509_free>>;
using Context = std::unique_ptr<SSL_CTX, With<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, With<SSL_free>>;

void add_text(X509_NAME* name, const char* field, const char* text) {
  X509_NAME_add_entry_by_txt(name, field, MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(text), -1, -1, 0);
}

// For localhost, good for an hour: right in all but its signer.
Certificate certificate_of(EVP_PKEY* key) {
  Certificate out(X509_new());
  X509_set_version(out.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(out.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(out.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(out.get()), 3600);
  add_text(X509_get_subject_name(out.get()), "CN", "localhost");
  X509_set_issuer_name(out.get(), X509_get_subject_name(out.get()));
  X509_set_pubkey(out.get(), key);
  X509_EXTENSION* names =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost");
  X509_add_ext(out.get(), names, -1);
  X509_EXTENSION_free(names);
  X509_sign(out.get(), key, EVP_sha256());
  return out;
}

std::string text_of(X509* certificate) {
  const std::unique_ptr<BIO, With<BIO_free>> to(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(to.get(), certificate);
  char* text = nullptr;
  const long size = BIO_get_mem_data(to.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

std::string gzipped(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string message(const Reply& reply) {
  const std::string body = reply.gzip ? gzipped(reply.body) : reply.body;
  std::string out = "HTTP/1.1 " + std::to_string(reply.status) +
                    " Scripted\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
                    reply.headers;
  if (reply.gzip) out += "Content-Encoding: gzip\r\n";
  return out + "\r\n" + (reply.cut ? body.substr(0, body.size() / 2) : body);
}

// The request at the front of `said` without its end; empty: it is not whole.
std::string take_request(std::string& said) {
  const std::size_t end = said.find("\r\n\r\n");
  if (end == std::string::npos) return "";
  std::string head = said.substr(0, end + 2);
  std::size_t size = end + 4;
  if (const std::size_t at = head.find("Content-Length: "); at != std::string::npos) {
    size += std::stoul(head.substr(at + 16));
  }
  if (said.size() < size) return "";
  said.erase(0, size);
  return head;
}

}  // namespace

struct TlsServer::Tls {
  Context context;
};

TlsServer::TlsServer(Script script)
    : script_(std::move(script)), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  std::signal(SIGPIPE, SIG_IGN);  // clients hang up as they like
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate = certificate_of(key.get());
  certificate_ = text_of(certificate.get());
  tls_.reset(new Tls{Context(SSL_CTX_new(TLS_server_method()))});
  SSL_CTX_use_PrivateKey(tls_->context.get(), key.get());
  SSL_CTX_use_certificate(tls_->context.get(), certificate.get());
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket_, any, size) != 0 || ::listen(socket_, 256) != 0) return;
  ::getsockname(socket_, any, &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { accept_all(); });
}

TlsServer::~TlsServer() { stop(); }

void TlsServer::stop() {
  ::shutdown(socket_, SHUT_RDWR);
  if (thread_.joinable()) thread_.join();
  for (auto& [peer, thread] : peers_) ::shutdown(peer, SHUT_RDWR);
  for (auto& [peer, thread] : std::exchange(peers_, {})) {
    thread.join();
    ::close(peer);
  }
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

std::string TlsServer::heard() const {
  const std::lock_guard lock(mutex_);
  return heard_;
}

std::map<std::string, int> TlsServer::asked() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

// Descriptors stay open until the end, so that none is used for another connection.
void TlsServer::accept_all() {
  for (int peer; (peer = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
    ++connections_;
    peers_.emplace(peer, [this, peer] {
      serve(peer);
      ::shutdown(peer, SHUT_RDWR);
    });
  }
}

void TlsServer::serve(int peer) {
  const Session session(SSL_new(tls_->context.get()));
  SSL_set_fd(session.get(), peer);
  if (SSL_accept(session.get()) != 1) return;
  std::string said;
  do {
    char piece[4096];
    const int size = SSL_read(session.get(), piece, sizeof piece);
    if (size <= 0) return;
    said.append(piece, static_cast<std::size_t>(size));
    const std::lock_guard lock(mutex_);
    heard_.append(piece, static_cast<std::size_t>(size));
  } while (script_ && answer(session.get(), said));
}

// False where the connection has to end.
bool TlsServer::answer(void* session, std::string& said) {
  for (std::string head; !(head = take_request(said)).empty();) {
    const std::size_t at = head.find(' ') + 1;
    const Request request{head.substr(at, head.find(' ', at) - at), head, calls_++};
    {
      const std::lock_guard lock(mutex_);
      ++asked_[request.target];
    }
    const Reply reply = script_(request);
    if (reply.latency_ms > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(reply.latency_ms));
    }
    const std::string whole = message(reply);
    const int size = static_cast<int>(whole.size());
    if (SSL_write(static_cast<SSL*>(session), whole.data(), size) != size) return false;
    if (reply.cut) return false;
  }
  return true;
}

}  // namespace rulemap::e2e
