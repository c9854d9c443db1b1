using System.Numerics;

namespace Minima.Training.Data;

/// <summary>
/// The order of an epoch: a permutation that is a function of the number of rows, the seed and the epoch alone, so that training can resume at any position.
/// </summary>
/// <remarks>
/// Up to 4 194 304 rows all orders are equally likely (Durstenfeld's shuffle, an array of four bytes a row). Beyond, each position of the order is computed
/// without memory by a Feistel network of six rounds over the next power of four, repeated until its result is a row. Source: Black and Rogaway 2002, "Ciphers
/// with arbitrary finite domains", CT-RSA.
/// </remarks>
internal sealed class RowOrder
{
    /// <summary>The maximum number of rows with a stored order; orders of more rows are computed.</summary>
    public const int MostShuffled = 1 << 22;

    private const int Rounds = 6;

    private readonly int _rows;
    private readonly ulong _seed;
    private readonly int _most;
    private readonly int _halfBits;
    private readonly ulong[] _keys = new ulong[Rounds];
    private int[] _shuffled = [];
    private int _epoch = -1;

    /// <param name="rows">The number of rows.</param>
    /// <param name="seed">The seed of all epochs.</param>
    /// <param name="most">The maximum number of rows with a stored order.</param>
    public RowOrder(int rows, ulong seed, int most = MostShuffled)
    {
        _rows = rows;
        _seed = seed;
        _most = most;
        _halfBits = Math.Max(1, (BitOperations.Log2((uint)Math.Max(1, rows - 1)) + 2) / 2);
    }

    /// <summary>Sets the epoch.</summary>
    public void Set(int epoch)
    {
        if (epoch == _epoch) return;
        _epoch = epoch;

        // Neighbouring epochs of neighbouring seeds must not have the same order: both are mixed over all bits.
        var mixed = new SplitMix64(SplitMix64.Mix(_seed) + (ulong)epoch);
        if (_rows > _most)
        {
            for (var i = 0; i < Rounds; i++) _keys[i] = mixed.Next();
            return;
        }

        if (_shuffled.Length == 0) _shuffled = new int[_rows];
        for (var i = 0; i < _rows; i++) _shuffled[i] = i;
        new RandomState(mixed.Next()).Shuffle(_shuffled.AsSpan());
    }

    /// <summary>The row at a position of the epoch.</summary>
    public int this[int place] => _rows > _most ? Computed(place) : _shuffled[place];

    private int Computed(int place)
    {
        var value = (uint)place;
        do value = Permute(value);
        while (value >= (uint)_rows);
        return (int)value;
    }

    private uint Permute(uint value)
    {
        var mask = (1u << _halfBits) - 1;
        var (left, right) = (value >> _halfBits, value & mask);
        foreach (var key in _keys) (left, right) = (right, left ^ (Mixed(right + key) & mask));
        return (left << _halfBits) | right;
    }

    private static uint Mixed(ulong word) => (uint)(SplitMix64.Mix(word) >> 32);
}
