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
    forget_before(samples_.back().at - kept_ms);
}

// The last one before stays: it says what held then.
void TemperatureHistory::forget_before(std::int64_t begin) {
    auto first = std::ranges::find_if(samples_, [begin](const Sample& s) { return s.at >= begin; });
    if (first != samples_.begin()) --first;
    if (samples_.end() - first > static_cast<std::ptrdiff_t>(max_samples))
        first = samples_.end() - static_cast<std::ptrdiff_t>(max_samples);
    samples_.erase(samples_.begin(), first);
}

bool TemperatureHistory::ends_alike(const std::vector<Sample>& samples, const Sample& sample) {
    const auto same = [&sample](const Sample& other) { return other.tenths == sample.tenths; };
    return samples.size() > 1 && same(samples.back()) && same(samples.end()[-2]);
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
        // The end of a line that does not change moves along.
        if (ends_alike(samples_, sample)) {
            samples_.back().at = sample.at;
        } else {
            push(sample);
        }
    }
    newest_ = sample;
}

std::vector<TemperatureHistory::Sample> TemperatureHistory::samples(std::int64_t now, End end) const {
    auto all = samples_;
    if (newest_ && newest_->at > all.back().at) all.push_back(*newest_);
    if (newest_ && end == End::now && now > all.back().at) {
        if (!ends_alike(all, *newest_)) all.push_back(*newest_);
        all.back().at = now;
    }
    const auto begin = now - kept_ms;
    auto first = std::ranges::find_if(all, [begin](const Sample& s) { return s.at >= begin; });
    // A gap that began before is no line.
    const bool goes_on =
        first != all.begin() && first != all.end() && std::prev(first)->tenths != gap(0).tenths;
    if (goes_on) (--first)->at = begin;
    all.erase(all.begin(), first);
    return all;
}

HistoryView TemperatureHistory::view(std::int64_t now, End end) const {
    HistoryView view;
    std::vector columns = {&view.nozzle,     &view.nozzle_target, &view.bed,
                           &view.bed_target, &view.chamber,       &view.chamber_target};
    for (const auto& name : nozzles_)
        view.nozzles.push_back({.name = name, .actual = {}, .target = {}});
    for (auto& nozzle : view.nozzles)
        columns.insert(columns.end(), {&nozzle.actual, &nozzle.target});
    for (const auto& sample : samples(now, end)) {
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
    std::swap(histories_, histories);
    forget_removed();
    // Those that have spoken since the start go on in what was kept.
    for (const auto& [id, begun] : histories)
        take(id);
}

HistoryView Histories::of(const farm::PrinterId& id) const {
    const auto found = histories_.find(id);
    const auto* session = printers_.find(id);
    if (found == histories_.end() || session == nullptr) return {};
    const bool is_connected = session->state().connection == farm::Connection::online;
    return found->second.view(
        unix_ms_now(), is_connected ? TemperatureHistory::End::now : TemperatureHistory::End::last_report);
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
