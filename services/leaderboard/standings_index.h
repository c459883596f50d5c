#pragma once

#include <algorithm>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace touchstone::leaderboard {

// The order of plain keys: the greater key is better, equal keys share a place and stand by id.
template <class Key, class Id>
struct GreaterIsBetter {
  std::weak_ordering Compare(const Key& a, const Id&, const Key& b, const Id&) const {
    return b <=> a;
  }
  bool Precedes(const Id& a, const Id& b) const { return a < b; }
};

// A sorted sequence of (key, id) that knows places and positions: blocks of at most 512 entries in
// order, and a binary indexed tree over their sizes. With n entries every operation makes
// O(log n) comparisons and moves at most one block; a split or a merge of blocks, once in some
// hundred changes, costs n / 512 steps more. 16 to 24 bytes an entry for 8-byte keys.
//
// `Order` says who is better: Compare(key, id, key, id) is less when the first is better and
// equivalent when both share a place; Precedes(id, id) orders those, for show. Both may look things
// up by id, as long as the answers about ids in the index do not change while they are in it.
// Not thread-safe.
template <class Key, class Id, class Order = GreaterIsBetter<Key, Id>>
class StandingsIndex {
 public:
  static constexpr std::size_t kBlockSize = 512;

  explicit StandingsIndex(Order order = Order()) : order_(std::move(order)) {}

  std::size_t size() const { return size_; }

  // REQUIRES: `id` is not in the index.
  void Insert(Key key, Id id) {
    if (blocks_.empty()) {
      blocks_.push_back(std::make_unique<Block>());
      heads_.push_back({key, id});
      Recount();
    }
    std::size_t b = BlockFor(key, id);
    if (blocks_[b]->size == kBlockSize) {
      Split(b);
      b = BlockFor(key, id);
    }
    Block& block = *blocks_[b];
    const std::size_t at = LowerBound(block, key, id);
    std::move_backward(block.keys + at, block.keys + block.size, block.keys + block.size + 1);
    std::move_backward(block.ids + at, block.ids + block.size, block.ids + block.size + 1);
    block.keys[at] = key;
    block.ids[at] = id;
    ++block.size;
    if (at == 0) heads_[b] = {key, id};
    AddToCount(b, 1);
    ++size_;
  }

  // Removes the entry. Returns false, and changes nothing, when it is not there.
  bool Erase(const Key& key, const Id& id) {
    if (blocks_.empty()) return false;
    const std::size_t b = BlockFor(key, id);
    Block& block = *blocks_[b];
    const std::size_t at = LowerBound(block, key, id);
    if (at == block.size || !(block.ids[at] == id) ||
        order_.Compare(block.keys[at], id, key, id) != 0) {
      return false;
    }
    std::move(block.keys + at + 1, block.keys + block.size, block.keys + at);
    std::move(block.ids + at + 1, block.ids + block.size, block.ids + at);
    --block.size;
    --size_;
    if (block.size == 0) {
      RemoveBlock(b);
      return true;
    }
    if (at == 0) heads_[b] = {block.keys[0], block.ids[0]};
    AddToCount(b, -1);
    if (block.size < kBlockSize / 4) MergeAround(b);
    return true;
  }

  // Moves an entry. REQUIRES: (old_key, id) is in the index.
  void Update(const Key& old_key, Key new_key, Id id) {
    Erase(old_key, id);
    Insert(std::move(new_key), std::move(id));
  }

  // Place under competition ranking: 1 + the number of entries that are strictly better. The entry
  // itself need not be in the index.
  std::size_t RankOf(const Key& key, const Id& id) const {
    return 1 + Count([&](const Key& k, const Id& i) { return order_.Compare(k, i, key, id) < 0; });
  }

  // How many entries have exactly this place.
  std::size_t SharersOf(const Key& key, const Id& id) const {
    const std::size_t not_worse =
        Count([&](const Key& k, const Id& i) { return order_.Compare(k, i, key, id) <= 0; });
    return not_worse - (RankOf(key, id) - 1);
  }

  // Number of entries in front of it.
  std::size_t PositionOf(const Key& key, const Id& id) const {
    return Count([&](const Key& k, const Id& i) { return Before(k, i, key, id); });
  }

  // Calls visit(key, id) for up to `count` entries from position `from` on, best first.
  template <class Visit>
  void ForEach(std::size_t from, std::size_t count, Visit visit) const {
    if (from >= size_) return;
    auto [b, at] = Locate(from);
    for (; b < blocks_.size() && count > 0; ++b, at = 0) {
      const Block& block = *blocks_[b];
      for (; at < block.size && count > 0; ++at, --count) visit(block.keys[at], block.ids[at]);
    }
  }

  // REQUIRES: position < size().
  std::pair<Key, Id> At(std::size_t position) const {
    const auto [b, at] = Locate(position);
    return {blocks_[b]->keys[at], blocks_[b]->ids[at]};
  }

  // Bytes that the index holds.
  std::size_t MemoryUsed() const {
    return blocks_.size() * sizeof(Block) + blocks_.capacity() * sizeof(blocks_[0]) +
           heads_.capacity() * sizeof(Head) + counts_.capacity() * sizeof(counts_[0]);
  }

 private:
  struct Block {
    std::uint32_t size = 0;
    Key keys[kBlockSize];
    Id ids[kBlockSize];
  };
  struct Head {  // first entry of a block
    Key key;
    Id id;
  };

  bool Before(const Key& a, const Id& a_id, const Key& b, const Id& b_id) const {
    const std::weak_ordering order = order_.Compare(a, a_id, b, b_id);
    return order < 0 || (order == 0 && order_.Precedes(a_id, b_id));
  }

  // The last block whose first entry does not stand behind (key, id); else the first block.
  std::size_t BlockFor(const Key& key, const Id& id) const {
    const auto after = std::partition_point(heads_.begin(), heads_.end(), [&](const Head& head) {
      return !Before(key, id, head.key, head.id);
    });
    return after == heads_.begin() ? 0 : static_cast<std::size_t>(after - heads_.begin()) - 1;
  }

  // Entries of the block for which `in_front` holds; it holds for a prefix.
  template <class InFront>
  static std::size_t PrefixOf(const Block& block, InFront in_front) {
    std::size_t low = 0;
    std::size_t high = block.size;
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (in_front(block.keys[middle], block.ids[middle])) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  std::size_t LowerBound(const Block& block, const Key& key, const Id& id) const {
    return PrefixOf(block, [&](const Key& k, const Id& i) { return Before(k, i, key, id); });
  }

  // Entries of the whole index for which `in_front` holds; it holds for a prefix.
  template <class InFront>
  std::size_t Count(InFront in_front) const {
    const auto after = std::partition_point(heads_.begin(), heads_.end(), [&](const Head& head) {
      return in_front(head.key, head.id);
    });
    if (after == heads_.begin()) return 0;
    const std::size_t b = static_cast<std::size_t>(after - heads_.begin()) - 1;
    return EntriesBefore(b) + PrefixOf(*blocks_[b], in_front);
  }

  // Block and offset of a position, by walking down the tree of counts.
  std::pair<std::size_t, std::size_t> Locate(std::size_t position) const {
    std::size_t b = 0;
    for (std::size_t step = std::bit_floor(blocks_.size()); step > 0; step /= 2) {
      if (b + step <= blocks_.size() && counts_[b + step] <= position) {
        b += step;
        position -= counts_[b];
      }
    }
    return {b, position};
  }

  // counts_[i] is the size of blocks (i - lowest bit of i, i]; 1-based.
  std::size_t EntriesBefore(std::size_t block) const {
    std::size_t sum = 0;
    for (std::size_t i = block; i > 0; i &= i - 1) sum += counts_[i];
    return sum;
  }
  void AddToCount(std::size_t block, int change) {
    for (std::size_t i = block + 1; i < counts_.size(); i += i & (~i + 1)) {
      counts_[i] += static_cast<std::uint32_t>(change);
    }
  }
  void Recount() {
    counts_.assign(blocks_.size() + 1, 0);
    for (std::size_t i = 1; i < counts_.size(); ++i) {
      counts_[i] += blocks_[i - 1]->size;
      const std::size_t parent = i + (i & (~i + 1));
      if (parent < counts_.size()) counts_[parent] += counts_[i];
    }
  }

  void Split(std::size_t b) {
    auto upper = std::make_unique<Block>();
    Block& lower = *blocks_[b];
    const std::size_t half = lower.size / 2;
    std::move(lower.keys + half, lower.keys + lower.size, upper->keys);
    std::move(lower.ids + half, lower.ids + lower.size, upper->ids);
    upper->size = lower.size - static_cast<std::uint32_t>(half);
    lower.size = static_cast<std::uint32_t>(half);
    const auto next = static_cast<std::ptrdiff_t>(b) + 1;
    heads_.insert(heads_.begin() + next, {upper->keys[0], upper->ids[0]});
    blocks_.insert(blocks_.begin() + next, std::move(upper));
    Recount();
  }

  // Joins the block with a neighbour when both fill at most three quarters of one.
  void MergeAround(std::size_t b) {
    const auto fits = [&](std::size_t left) {
      return left + 1 < blocks_.size() &&
             blocks_[left]->size + blocks_[left + 1]->size <= kBlockSize * 3 / 4;
    };
    std::size_t left = b;
    if (!fits(left)) {
      if (b == 0 || !fits(b - 1)) return;
      left = b - 1;
    }
    Block& into = *blocks_[left];
    Block& from = *blocks_[left + 1];
    std::move(from.keys, from.keys + from.size, into.keys + into.size);
    std::move(from.ids, from.ids + from.size, into.ids + into.size);
    into.size += from.size;
    RemoveBlock(left + 1);
  }

  void RemoveBlock(std::size_t b) {
    blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(b));
    heads_.erase(heads_.begin() + static_cast<std::ptrdiff_t>(b));
    Recount();
  }

  Order order_;
  std::size_t size_ = 0;
  std::vector<std::unique_ptr<Block>> blocks_;
  std::vector<Head> heads_;
  std::vector<std::uint32_t> counts_;
};

}  // namespace touchstone::leaderboard
