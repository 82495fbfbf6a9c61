#include "fuse/printers/history.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/clock.hpp"

namespace gantry::fuse::printers {
namespace {

constexpr std::int64_t kept_ms = 3'600'000;
constexpr std::int64_t every_ms = 10'000;
// Reports that are further apart say that nothing changed between them.
constexpr std::int64_t still_ms = 20'000;
constexpr auto unknown = std::numeric_limits<std::int16_t>::min();

std::int16_t tenths(double celsius) {
    return static_cast<std::int16_t>(std::lround(std::clamp(celsius, -100.0, 1000.0) * 10));
}

}  // namespace

TemperatureHistory::Sample TemperatureHistory::sample_of(const farm::PrinterState& state, std::int64_t at) {
    auto sample = gap(at);
    std::size_t next = 0;
    const auto add = [&](const farm::Temperature& heat) {
        sample.tenths[next++] = tenths(heat.actual_c);
        sample.tenths[next++] = tenths(heat.target_c);
    };
    add(state.nozzle);
    add(state.bed);
    if (state.chamber) add(*state.chamber);
    next = of_one;
    for (const auto& nozzle : state.nozzles)
        if (next < series) add(nozzle.temperature);
    return sample;
}

TemperatureHistory::Sample TemperatureHistory::gap(std::int64_t at) {
    Sample sample{.at = at};
    sample.tenths.fill(unknown);
    return sample;
}

void TemperatureHistory::push(const Sample& sample) {
    samples_.push_back(sample);
    // The clock may have been set back: the order stays.
    if (samples_.size() > 1) samples_.back().at = std::max(samples_.back().at, samples_.end()[-2].at);
    const auto end = samples_.back().at - kept_ms;
    auto first = std::ranges::find_if(samples_, [end](const Sample& s) { return s.at >= end; });
    if (samples_.end() - first > static_cast<std::ptrdiff_t>(max_samples))
        first = samples_.end() - static_cast<std::ptrdiff_t>(max_samples);
    samples_.erase(samples_.begin(), first);
}

void TemperatureHistory::take(const farm::PrinterState& state, std::int64_t now) {
    if (state.connection == farm::Connection::online) {
        nozzles_.clear();
        for (const auto& nozzle : state.nozzles)
            if (nozzles_.size() < max_nozzles) nozzles_.push_back(nozzle.name);
        return take_sample(sample_of(state, now));
    }
    if (!newest_) return;
    if (newest_->at > samples_.back().at) push(*newest_);
    newest_.reset();
    push(gap(now));
}

void TemperatureHistory::take_sample(const Sample& sample) {
    if (!newest_) {
        push(sample);
    } else if (const bool changed = newest_->tenths != sample.tenths;
               changed && sample.at - newest_->at > still_ms) {
        // A step, not a slope over minutes that nobody measured.
        if (newest_->at > samples_.back().at) push(*newest_);
        push({sample.at - 1000, newest_->tenths});
        push(sample);
    } else if (sample.at - samples_.back().at >= every_ms) {
        const auto same = [&sample](const Sample& other) { return other.tenths == sample.tenths; };
        // The end of a line that does not change moves along.
        if (samples_.size() > 1 && same(samples_.back()) && same(samples_.end()[-2])) {
            samples_.back().at = sample.at;
        } else {
            push(sample);
        }
    }
    newest_ = sample;
}

HistoryView TemperatureHistory::view(std::int64_t now) const {
    auto samples = samples_;
    if (newest_ && newest_->at > samples.back().at) samples.push_back(*newest_);
    HistoryView view;
    std::vector columns = {&view.nozzle,     &view.nozzle_target, &view.bed,
                           &view.bed_target, &view.chamber,       &view.chamber_target};
    for (const auto& name : nozzles_)
        view.nozzles.push_back({.name = name, .actual = {}, .target = {}});
    for (auto& nozzle : view.nozzles)
        columns.insert(columns.end(), {&nozzle.actual, &nozzle.target});
    for (const auto& sample : samples) {
        if (sample.at < now - kept_ms) continue;
        view.at.push_back(sample.at);
        for (std::size_t i = 0; i < columns.size(); ++i)
            columns[i]->push_back(sample.tenths[i] == unknown ? std::optional<double>()
                                                              : sample.tenths[i] / 10.0);
    }
    return view;
}

Histories::Histories(Printers& printers)
    : printers_(printers),
      state_changed_(printers.state_changed().subscribe([this](const farm::PrinterId& id) { take(id); })),
      list_changed_(printers.list_changed().subscribe([this] {
          forget_removed();
          // One that is there at once, as simulated ones are, has spoken before it was in the list.
          for (const auto& session : printers_.all())
              if (const auto& id = session->config().printer.id; !histories_.contains(id)) take(id);
      })) {}

void Histories::forget_removed() {
    std::erase_if(histories_, [this](const auto& kept) { return printers_.find(kept.first) == nullptr; });
}

void Histories::take_over(All histories) {
    histories_.merge(histories);
    forget_removed();
}

HistoryView Histories::of(const farm::PrinterId& id) const {
    const auto found = histories_.find(id);
    return found == histories_.end() ? HistoryView{} : found->second.view(unix_ms_now());
}

void Histories::take(const farm::PrinterId& id) {
    const auto* session = printers_.find(id);
    if (session == nullptr) return;
    // A printer that was never heard of needs no memory.
    const auto found = histories_.find(id);
    if (found == histories_.end() && session->state().connection != farm::Connection::online) return;
    histories_[id].take(session->state(), unix_ms_now());
}

}  // namespace gantry::fuse::printers
