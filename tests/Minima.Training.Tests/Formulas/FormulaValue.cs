namespace Minima.Training.Tests.Formulas;

/// <summary>What a part of a formula is: numbers in a shape, a word, or several values.</summary>
internal sealed class FormulaValue
{
    /// <summary>The number of the first place where these are places (of a row, a class); -1 where they are quantities.</summary>
    public int From { get; init; } = -1;

    public double[] Numbers { get; init; } = [];

    public int[] Shape { get; init; } = [];

    public string? Word { get; init; }

    /// <summary>The members of a set, or of a pair.</summary>
    public FormulaValue[]? Members { get; init; }

    public int Rank => Shape.Length;

    public bool IsNumber => Word is null && Members is null && Rank == 0;

    public double Scalar => IsNumber ? Numbers[0] : Numbers.Length == 1 && Word is null && Members is null ? Numbers[0] : throw new FormatException($"a number is expected: {this}");

    public bool IsTrue => Scalar != 0;

    public static implicit operator FormulaValue(double number) => new() { Numbers = [number] };

    public static FormulaValue Of(double[] numbers, int[] shape, int from = -1) => new() { Numbers = numbers, Shape = shape, From = from };

    public static FormulaValue Place(int at, int from) => new() { Numbers = [at + from], From = from };

    public static FormulaValue Stack(IReadOnlyList<FormulaValue> parts) =>
        Of([.. parts.SelectMany(part => part.Numbers)], [parts.Count, .. parts.Count == 0 ? [] : parts[0].Shape], parts.Count > 0 && parts.All(part => part.From == parts[0].From) ? parts[0].From : -1);

    /// <summary>The place that a value names, counted from 0.</summary>
    public int At => (int)Math.Round(Scalar) - Math.Max(From, 0);

    public FormulaValue Item(int at)
    {
        if (Rank == 0) throw new FormatException("a number has no index");
        if (at < 0 || at >= Shape[0]) throw new PlaceException($"there is no place {at} in {Shape[0]}");
        var size = Numbers.Length / Shape[0];
        return Of(Numbers[(at * size)..((at + 1) * size)], Shape[1..], From);
    }

    /// <summary>All along the first axis, then the rest of the indices: a column.</summary>
    public FormulaValue Items(Func<FormulaValue, FormulaValue> rest) => Stack([.. Enumerable.Range(0, Shape[0]).Select(i => rest(Item(i)))]);

    public FormulaValue Map(Func<double, double> f) => Of(Array.ConvertAll(Numbers, x => f(x)), Shape);

    public static FormulaValue Zip(FormulaValue a, FormulaValue b, Func<double, double, double> f)
    {
        if (a.Word is not null || b.Word is not null || a.Members is not null || b.Members is not null) throw new FormatException($"numbers are expected: {a}, {b}");
        var shape = a.Rank >= b.Rank ? a.Shape : b.Shape;
        var count = shape.Aggregate(1, (x, y) => x * y);
        return Of([.. Enumerable.Range(0, count).Select(i => f(At(a, i), At(b, i)))], shape);

        double At(FormulaValue x, int i)
        {
            var (place, step) = (0, 1);
            for (var (axis, rest) = (1, i); axis <= x.Rank; axis++)
            {
                var at = rest % shape[^axis];
                rest /= shape[^axis];
                if (x.Shape[^axis] != 1) place += at * step;
                if (x.Shape[^axis] != 1 && x.Shape[^axis] != shape[^axis]) throw new FormatException($"shapes [{string.Join(' ', a.Shape)}] and [{string.Join(' ', b.Shape)}]");
                step *= x.Shape[^axis];
            }

            return x.Numbers[place];
        }
    }

    public FormulaValue Transposed => Rank switch
    {
        1 => Of(Numbers, [1, Shape[0]]),
        2 => Of([.. Enumerable.Range(0, Shape[1]).SelectMany(j => Enumerable.Range(0, Shape[0]).Select(i => Numbers[(i * Shape[1]) + j]))], [Shape[1], Shape[0]]),
        _ => throw new FormatException("only rows and matrices are transposed"),
    };

    public static FormulaValue Dot(FormulaValue a, FormulaValue b) => Zip(a, b, (x, y) => x * y).Numbers.Sum();

    /// <summary>A product of matrices; a row counts as a column on the right.</summary>
    public static FormulaValue Product(FormulaValue a, FormulaValue b)
    {
        var (left, right) = (a.Rank == 1 ? Of(a.Numbers, [a.Shape[0], 1]) : a, b.Rank == 1 ? Of(b.Numbers, [b.Shape[0], 1]) : b);
        if (left.Shape[1] != right.Shape[0]) throw new FormatException("matrices do not fit");
        var (n, m, k) = (left.Shape[0], right.Shape[1], left.Shape[1]);
        var all = Enumerable.Range(0, n).SelectMany(i => Enumerable.Range(0, m).Select(j => Enumerable.Range(0, k).Sum(l => left.Numbers[(i * k) + l] * right.Numbers[(l * m) + j]))).ToArray();
        return b.Rank == 1 || n == 1 ? Of(all, [all.Length]) : Of(all, [n, m]);
    }

    /// <summary>By elimination with the greatest pivot.</summary>
    public FormulaValue Inverse()
    {
        var n = Shape[0];
        var rows = Enumerable.Range(0, n).Select(i => Enumerable.Range(0, 2 * n).Select(j => j < n ? Numbers[(i * n) + j] : j - n == i ? 1.0 : 0).ToArray()).ToArray();
        for (var c = 0; c < n; c++)
        {
            var pivot = Enumerable.Range(c, n - c).MaxBy(r => Math.Abs(rows[r][c]));
            (rows[c], rows[pivot]) = (rows[pivot], rows[c]);
            rows[c] = Array.ConvertAll(rows[c], x => x / rows[c][c]);
            for (var r = 0; r < n; r++)
            {
                if (r != c) rows[r] = [.. rows[r].Zip(rows[c], (x, y) => x - (rows[r][c] * y))];
            }
        }

        return Of([.. rows.SelectMany(row => row[n..])], [n, n]);
    }

    public override string ToString() => Word ?? (Members is null ? $"[{string.Join(' ', Shape)}] {string.Join(' ', Numbers)}" : $"{{{string.Join(", ", Members.Select(member => member.ToString()))}}}");
}

/// <summary>An index beyond the values: a sum whose ends are not written leaves the term out.</summary>
internal sealed class PlaceException(string message) : Exception(message);
