using System.Text.Json;
using Minima.Analysis;
using Minima.Reals;
using Minima.Writers;

namespace Minima.Execution.Tests;

/// <summary>A formula to be executed elsewhere: the value of a loss or one of its derivatives, on columns, with the answers of Minima.</summary>
internal sealed record Case(string Name, Loss Loss, int? Input, IReadOnlyList<string> Columns, double[][] Rows, double[] Expected)
{
    /// <summary>Of a loss over rows of classes, what is written of it.</summary>
    public RowExpression? Row { get; init; }

    /// <summary>A row with the inputs that the loss binds to numbers.</summary>
    public Func<double[], double[]> Full { get; init; } = row => row;

    /// <summary>What an answer is multiplied by before it is compared, row by row; nothing where empty.</summary>
    public double[] Scales { get; init; } = [];

    private static readonly double[] Extremes = [0, 1, -1, 0.5, -0.5, 1e-8, -1e-8, 1e-300, 30, -30, 800, -800, 1e9, -1e9, 1e30, -1e30, 1e300, double.PositiveInfinity, double.NegativeInfinity, double.NaN];

    /// <summary>
    /// Every loss that is written down: formulas over elements, and over rows of classes. Not bi_tempered, whose solver is too deep for SQL (and says so), and not
    /// beta_divergence and renyi, whose displayed derivatives lose digits near probabilities of 0.
    /// </summary>
    public static IReadOnlyList<LossEntry> Entries { get; } = [.. Catalogue.All.Where(entry => (entry.IsPoint || entry.Row is not null) && entry.Key is not ("bi_tempered" or "beta_divergence" or "renyi"))];

    /// <summary>Each of them at its defaults and at every setting of the reference rows.</summary>
    public static IReadOnlyList<Loss> Losses { get; } = [.. Entries.SelectMany(Settings)];

    /// <summary>The cases of a loss.</summary>
    public static IEnumerable<Case> Of(Loss loss)
    {
        if (loss.Entry.Row is not null)
        {
            foreach (var row in RowCases.Of(loss))
            {
                yield return row;
            }

            yield break;
        }

        yield return Make(loss, null);
        for (var i = 0; i < loss.Entry.Inputs.Count; i++)
        {
            if (loss.Entry.Inputs[i].Differentiated)
            {
                yield return Make(loss, i);
            }
        }
    }

    /// <summary>What is executed.</summary>
    public string Text(FormulaLanguage language) => (Row, Input) switch
    {
        (null, { } input) => FormulaWriter.WriteDerivative(Loss, language, input),
        (null, null) => FormulaWriter.Write(Loss, language),
        (_, { } input) => Row.WriteDerivative(language, input),
        _ => Row.Write(language),
    };

    /// <summary>What is wrong with answers, or nothing.</summary>
    public string Differences(IReadOnlyList<double?> got)
    {
        var wrong = new List<string>();
        for (var n = 0; n < Expected.Length; n++)
        {
            if (got[n] is not { } value || !Alike(Scales.Length == 0 ? value : value * Scales[n], Expected[n], Rows[n]))
            {
                wrong.Add(FormattableString.Invariant($"at ({string.Join(", ", Rows[n])}) {(object?)got[n] ?? "NULL"}, expected {Expected[n]}"));
            }
        }

        return wrong.Count == 0 ? "" : $"{Name}: {wrong.Count} of {Expected.Length}: " + string.Join("; ", wrong.Take(6));
    }

    /// <summary>A row that a database without NaN and infinity can be asked: numbers of ordinary size whose answer is one.</summary>
    public bool IsOrdinary(int row) => Rows[row].All(value => Math.Abs(value) < 1e6) && double.IsFinite(Expected[row]);

    /// <summary>Some of the rows.</summary>
    public Case Of(IReadOnlyCollection<int> rows) => this with { Rows = [.. rows.Select(row => Rows[row])], Expected = [.. rows.Select(row => Expected[row])] };

    private bool Alike(double got, double expected, double[] row)
    {
        if (Row is not null)
        {
            return RowCases.Alike(got, expected, row, isDerivative: Input is not null);
        }

        // The extremes of a derivative are not promised: what the dual multiplies by a derivative of 0, a NaN or an infinity among it, is not
        // written at all, and an overflow may happen in another order.
        var size = row.Max(Math.Abs);
        if (Input is not null && (!(size < 1e6) || row.Any(double.IsNaN) || (!double.IsFinite(expected) && !double.IsFinite(got))))
        {
            return true;
        }

        return got.Equals(expected) || Math.Abs(got - expected) <= 1e-9 * Math.Abs(expected) || Math.Abs(got - expected) <= 1e-12 * Math.Min(1, Math.Max(1e-3, size));
    }

    private static IEnumerable<Loss> Settings(LossEntry entry)
    {
        var losses = new List<Loss> { entry.CreateExample() };
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "reference", "reference.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            if (row.RootElement.GetProperty("loss").GetString() == entry.Key && row.RootElement.TryGetProperty("params", out var parameters)
                && parameters.EnumerateObject().All(p => p.Value.ValueKind is JsonValueKind.Number or JsonValueKind.String or JsonValueKind.True or JsonValueKind.False))
            {
                // The rows have options of the reduction beside the parameters.
                losses.Add(Loss.Create(entry, parameters.EnumerateObject().Where(p => entry.Parameters.Any(q => q.Name == p.Name)).ToDictionary(p => p.Name, p => Value(p.Value), StringComparer.Ordinal)));
            }
        }

        return losses.DistinctBy(loss => loss.ToString(), StringComparer.Ordinal);
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => value.GetString(),
        _ => value.GetBoolean(),
    };

    private static Case Make(Loss loss, int? input)
    {
        var entry = loss.Entry;
        var bound = new Dictionary<int, double>();
        for (var i = 0; i < loss.Parameters.Count; i++)
        {
            if (entry.Parameters[i].BindsInput is { } b && loss.Parameters[i] is double number)
            {
                bound[b] = number;
            }
        }

        int[] kept = [.. Enumerable.Range(0, entry.Inputs.Count).Where(i => !bound.ContainsKey(i))];
        var random = new Random(1701);
        var corners = new[] { 0.0, 0.5, 1, 2 }.Concat(loss.Parameters.OfType<double>().Where(double.IsFinite)).ToArray();
        var rows = new List<double[]>();
        for (var n = 0; n < 160; n++)
        {
            var row = Array.ConvertAll(kept, i => Draw(loss.DomainOf(i), random));
            if (n % 3 == 0 && row.Length > 1)
            {
                var corner = corners[random.Next(corners.Length)] * (random.Next(2) == 0 ? 1 : -1);
                var moved = n % 2 == 0 ? row[1] + corner : corner;
                row[0] = loss.DomainOf(kept[0]).Contains(moved) ? moved : row[0];
            }
            else if (n % 3 == 1)
            {
                var at = random.Next(row.Length);
                var extreme = Extremes[random.Next(Extremes.Length)];
                row[at] = loss.DomainOf(kept[at]).Contains(extreme) || (double.IsNaN(extreme) && !loss.DomainOf(kept[at]).IsLabel) ? extreme : row[at];
            }

            rows.Add(row);
        }

        var symbol = SymbolGraph.Record(loss);
        var expected = rows.Select(row => Answer(symbol, input, Full(row))).ToArray();
        return new((entry.Key + (input is { } by ? "_derivative" + (by == 0 ? "" : "_by_" + entry.Inputs[by].Name) : "")), loss, input, [.. kept.Select(i => entry.Inputs[i].Name)], [.. rows], expected) { Full = Full };

        double[] Full(double[] row)
        {
            var next = 0;
            return [.. Enumerable.Range(0, entry.Inputs.Count).Select(i => bound.TryGetValue(i, out var number) ? number : row[next++])];
        }
    }

    private static double Answer(Symbol symbol, int? input, double[] x) => input is { } by
        ? symbol.Evaluate<Dual<F64, One<F64>>>([.. x.Select((v, i) => new Dual<F64, One<F64>>(new F64(v), One<F64>.Unit(i == by ? 0 : 1)))]).Slope.A.X
        : symbol.Evaluate<F64>(Array.ConvertAll(x, v => new F64(v))).X;

    private static double Draw(Domain domain, Random random)
    {
        var magnitude = Math.Pow(10, -3 + 4.5 * random.NextDouble());
        var sign = random.Next(2) == 0 ? 1 : -1;
        return domain.Kind switch
        {
            DomainKind.Labels => sign < 0 ? domain.Low : domain.High,
            DomainKind.Outside => sign < 0 ? domain.Low - magnitude : domain.High + magnitude,
            _ when double.IsInfinity(domain.Low) && double.IsInfinity(domain.High) => sign * magnitude,
            _ when double.IsInfinity(domain.High) => domain.Low + magnitude,
            _ when double.IsInfinity(domain.Low) => domain.High - magnitude,
            _ => domain.Low + (domain.High - domain.Low) * (0.001 + 0.998 * random.NextDouble()),
        };
    }
}
