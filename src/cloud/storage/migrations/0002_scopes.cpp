#include "cloud/storage/migrations.hpp"

namespace gantry::cloud::storage {

const Migration scopes{2, "people with certain printers only", R"sql(
ALTER TABLE users ADD COLUMN scope TEXT NOT NULL DEFAULT '{"all":true,"printers":[]}'
)sql"};

}  // namespace gantry::cloud::storage
