// X.509 certificates: of a server, of a file's signers, of a TLS session in a sandbox.
#pragma once

#include "fields.h"
#include "observable_list.h"

namespace rulemap::virustotal {

// The certificate as an observable; its key is the SHA-256 thumbprint, else the SHA-1 one, else
// `id` (may be empty). Null, and counted, where it has none of them. Its names are not observables:
// a shared certificate has a hundred that have nothing to do with each other.
Observable* read_certificate(Doc certificate, std::string_view id, ObservableList& list,
                             FieldReader& reader);
Observable* read_signer(Doc signer, ObservableList& list, FieldReader& reader);
Observable* read_session(Doc session, ObservableList& list, FieldReader& reader);

}  // namespace rulemap::virustotal
