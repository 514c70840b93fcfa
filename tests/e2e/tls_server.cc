#include "e2e/tls_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

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

Context context() {
  Context out(SSL_CTX_new(TLS_server_method()));
  const Key key(EVP_EC_gen("P-256"));
  SSL_CTX_use_PrivateKey(out.get(), key.get());
  SSL_CTX_use_certificate(out.get(), certificate_of(key.get()).get());
  return out;
}

}  // namespace

TlsServer::TlsServer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket_, any, size) != 0 || ::listen(socket_, 8) != 0) return;
  ::getsockname(socket_, any, &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

TlsServer::~TlsServer() { stop(); }

void TlsServer::stop() {
  ::shutdown(socket_, SHUT_RDWR);
  if (thread_.joinable()) thread_.join();
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

void TlsServer::serve() {
  const Context context = e2e::context();
  for (int peer; (peer = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ::close(peer)) {
    ++connections_;
    const Session session(SSL_new(context.get()));
    SSL_set_fd(session.get(), peer);
    char said[4096];
    if (SSL_accept(session.get()) != 1) continue;
    const int size = SSL_read(session.get(), said, sizeof said);
    if (size > 0) heard_.append(said, static_cast<std::size_t>(size));
  }
}

}  // namespace rulemap::e2e
