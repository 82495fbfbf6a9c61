#include "cloud/storage/migrations.hpp"

namespace gantry::cloud::storage {

// Who stands in a store's log, and their newest entry, without a look at each entry.
const Migration audit_actors{8, "who stands in the audit log", R"sql(
CREATE INDEX audit_of_actor ON audit (store_id, actor_id, number)
)sql"};

}  // namespace gantry::cloud::storage
