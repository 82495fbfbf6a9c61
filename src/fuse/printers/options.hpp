// What a printer has of its driver's own fields (Field::option): sorted and checked by what the form says.
// Pure.
#pragma once

#include "fuse/printers/finder.hpp"

namespace gantry::fuse::printers {

inline constexpr std::size_t max_options = 32;
inline constexpr std::size_t max_option_bytes = 1024;

// Puts what was typed where it belongs. An empty text takes away what everybody may see and keeps what is
// secret. Errors: malformed (a key that the form does not have, a value that its field does not take),
// too_large.
Result<> apply(const TypedOptions& typed, const AddForm& form, PrinterConfig& config);
// The same, and takes away what has no value, be it secret or not.
Result<> change(const ChangedOptions& changed, const AddForm& form, PrinterConfig& config);
// Errors: malformed (a required one is missing).
Result<> check_options(const PrinterConfig& config, const AddForm& form);
// Those of these fields that are secret and that were not typed.
std::vector<Field> missing_secrets(const AddForm& form, const Secret& access_code, const TypedOptions& typed);
// The keys of the secret fields that have a value.
std::vector<std::string> stored_secrets(const PrinterConfig& config);
// An open one; empty when there is none.
std::string option(const PrinterConfig& config, const std::string& key);
// What it is called when the printer refuses the form's secret: "Wrong API key". Of several the first that is
// required; empty without any.
std::string wrong_secret(const AddForm& form);
// The first field of this kind; null when there is none.
const Field* find_option(const AddForm& form, FieldKind kind);

}  // namespace gantry::fuse::printers
