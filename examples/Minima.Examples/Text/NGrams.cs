namespace Minima.Examples.Text;

/// <summary>
/// Characters predicted by counting what followed the last n - 1 of them, mixed with what the shorter contexts say: with N characters counted behind a
/// context, T different ones, p = (count + T p') / (N + T), p' that of the context shorter by one (Witten and Bell 1991).
/// </summary>
internal sealed class NGrams
{
    private readonly int _symbols;
    private readonly Dictionary<ulong, Counts>[] _byLength;

    /// <param name="text">What is counted; places below 256.</param>
    /// <param name="symbols">How many characters there are.</param>
    /// <param name="longest">The largest n, at most 8.</param>
    public NGrams(int[] text, int symbols, int longest)
    {
        _symbols = symbols;
        _byLength = new Dictionary<ulong, Counts>[longest];
        for (var length = 0; length < longest; length++)
        {
            var counts = _byLength[length] = [];
            for (var i = length; i < text.Length; i++)
            {
                var key = Key(text, i, length);
                if (!counts.TryGetValue(key, out var one)) counts.Add(key, one = new Counts());
                one.Add(text[i]);
            }
        }
    }

    /// <summary>Bits for each character of a text, by n-grams of one n.</summary>
    public double BitsPerCharacter(int[] text, int n)
    {
        double bits = 0;
        for (var i = 0; i < text.Length; i++) bits -= Math.Log2(Probability(text, i, n));
        return bits / text.Length;
    }

    /// <summary>The probability of a character behind those before it.</summary>
    public double Probability(int[] text, int place, int n)
    {
        var probability = 1.0 / _symbols;
        for (var length = 0; length < n && length <= place; length++)
        {
            if (!_byLength[length].TryGetValue(Key(text, place, length), out var counts)) break;
            probability = (counts.Of(text[place]) + (counts.Different * probability)) / (counts.Sum + counts.Different);
        }

        return probability;
    }

    private static ulong Key(int[] text, int place, int length)
    {
        ulong key = 0;
        for (var i = place - length; i < place; i++) key = (key << 8) | (byte)text[i];
        return key;
    }

    private sealed class Counts
    {
        private readonly Dictionary<int, int> _counts = [];

        public int Sum { get; private set; }

        public int Different => _counts.Count;

        public int Of(int symbol) => _counts.GetValueOrDefault(symbol);

        public void Add(int symbol)
        {
            _counts[symbol] = Of(symbol) + 1;
            Sum++;
        }
    }
}
