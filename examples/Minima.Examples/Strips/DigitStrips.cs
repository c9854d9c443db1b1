using Minima.Tabular;
using Minima.Tensors.Randomness;

namespace Minima.Examples.Strips;

/// <summary>Strips of digits, 8 pixels high, with gaps of any width between them; where each digit stands is known, and only some ways of training are told.</summary>
internal sealed class DigitStrips
{
    public const int Height = 8;
    public const int Width = 56;
    public const int MostDigits = 4;
    private const int LeastDigits = 2;

    private readonly int[][] _starts;

    private DigitStrips(float[] pixels, int[][] digits, int[][] starts) => (Pixels, Digits, _starts) = (pixels, digits, starts);

    /// <summary>[strip, row, column], from 0 to 1.</summary>
    public float[] Pixels { get; }

    public int[][] Digits { get; }

    public int Count => Digits.Length;

    public static DigitStrips Draw(BundledTable table, IReadOnlyList<int> rows, int count, RandomState random)
    {
        var pixels = new float[count * Height * Width];
        var (digits, starts) = (new int[count][], new int[count][]);
        for (var n = 0; n < count; n++)
        {
            var chosen = Enumerable.Range(0, LeastDigits + random.NextInt(MostDigits - LeastDigits + 1)).Select(_ => rows[random.NextInt(rows.Count)]).ToArray();
            var (at, places) = (random.NextInt(6), new int[chosen.Length]);
            for (var i = 0; i < chosen.Length; i++)
            {
                places[i] = at;
                var image = DigitRows.Pixels(table, [chosen[i]]);
                for (var k = 0; k < image.Length; k++) pixels[(((n * Height) + (k / 8)) * Width) + at + (k % 8)] = image[k];
                at += 8 + random.NextInt(6);
            }

            (digits[n], starts[n]) = (table.LabelsOf(chosen), places);
        }

        return new(pixels, digits, starts);
    }

    /// <summary>The label of each column where it is known: a digit plus 1, 0 between digits.</summary>
    public int[] TrueColumns(int strip) => Columns(strip, (column, i) => column >= _starts[strip][i] && column < _starts[strip][i] + 8);

    /// <summary>The label of each column if the digits were equally wide from the first mark to the last, which is all that is known without positions.</summary>
    public int[] EqualColumns(int strip)
    {
        var marked = Enumerable.Range(0, Width).Where(column => Enumerable.Range(0, Height).Any(row => Pixels[(((strip * Height) + row) * Width) + column] > 0)).ToArray();
        var (first, length) = (marked[0], marked[^1] + 1.0 - marked[0]);
        return Columns(strip, (column, i) => column >= first && column <= marked[^1] && (int)((column - first) / length * Digits[strip].Length) == i);
    }

    private int[] Columns(int strip, Func<int, int, bool> isIn) =>
        [.. Enumerable.Range(0, Width).Select(column => Enumerable.Range(0, Digits[strip].Length).Where(i => isIn(column, i)).Select(i => Digits[strip][i] + 1).FirstOrDefault(0))];
}
