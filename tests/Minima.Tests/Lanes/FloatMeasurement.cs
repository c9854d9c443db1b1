using System.Text.Json;
using Minima.Tests.Boxes;
using Minima.Tests.CatalogueRules;
using Minima.Tests.Matrix;
using Minima.Tests.RowLosses;

namespace Minima.Tests.Lanes;

/// <summary>The largest distance of float results from the double formula, in ulps, over all kinds of losses that state one.</summary>
internal sealed class FloatMeasurement(int points) : LossVisitor<(double Ulps, string Where)>
{
    /// <summary>Points of an element loss in the full measurement; of row losses a tenth, of box losses a hundredth. Ordinary tests try a tenth of each.</summary>
    public const int Full = 1_000_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>What tools/Minima.FloatErrors measured in full, at each width of lanes: the source of what the losses state.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "tests", "reference", "float_ulps.json");

    /// <summary>The losses that state ulps: of points, of rows, of boxes. (Losses of sums round double results once.)</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Subjects.Entries.Where(e => e.IsPoint || e.Row is not null || e.Inputs[0].Kind == InputKind.Box).Select(e => e.Key)];

    /// <summary>Of all measured losses: the largest distance at lanes of 128, 256 and 512 bits.</summary>
    public static SortedDictionary<string, SortedDictionary<string, double>> Read() =>
        File.Exists(Path) ? JsonSerializer.Deserialize<SortedDictionary<string, SortedDictionary<string, double>>>(File.ReadAllText(Path))! : [];

    /// <summary>Keeps what was measured; losses that were not measured stay.</summary>
    public static void Write(SortedDictionary<string, SortedDictionary<string, double>> measured)
    {
        var all = Read();
        foreach (var (key, widths) in measured)
        {
            all[key] = widths;
        }

        File.WriteAllText(Path, JsonSerializer.Serialize(all, Indented) + "\n");
    }

    /// <summary>The distance of the loss at its defaults, and of its other settings on a hundredth of the points.</summary>
    /// <remarks>Rows are drawn all together, so that fewer of them are others: the full measurement takes those of the tests too.</remarks>
    public static (double Ulps, string Where) Of(string key, int points) => Subjects.Of(key)
        .SelectMany((loss, i) => (points == Full && loss.Entry.Row is not null ? new[] { points, points / 10 } : [points]).Select(n => loss.Accept(new FloatMeasurement(i == 0 ? n : n / 100))))
        .MaxBy(worst => worst.Ulps);

    /// <summary>What a loss states: the next power of two above the worst, and at least 1.</summary>
    public static int Stated(double worst) => (int)Math.Pow(2, Math.Max(0, Math.Ceiling(Math.Log2(Math.BitIncrement(worst)))));

    public override (double Ulps, string Where) Point<TFormula>(Loss loss, TFormula formula)
    {
        var (term, gradient) = FloatAccuracy.Of(new Subject<TFormula>(loss, formula), points);
        var worst = term.Ulps >= gradient.Ulps ? term : gradient;
        return (worst.Ulps, $"{loss}: {worst.Where}");
    }

    public override (double Ulps, string Where) Row<TFormula>(Loss loss, TFormula formula)
    {
        (double Ulps, string Where) worst = default;
        foreach (var hasLabels in (bool[])[true, false])
        {
            if (TFormula.Targets.HasFlag(hasLabels ? RowTargets.Labels : RowTargets.Rows))
            {
                var found = RowFloatAccuracy.Of(new RowSubject<TFormula>(loss, formula, hasLabels), Math.Max(60, points / 10));
                worst = found.Ulps >= worst.Ulps ? found : worst;
            }
        }

        return (worst.Ulps, $"{loss}: {worst.Where}");
    }

    public override (double Ulps, string Where) Box<TFormula>(Loss loss, TFormula formula)
    {
        var worst = BoxFloatAccuracy.Of(new BoxSubject<TFormula>(loss, formula), Math.Max(400, points / 100));
        return (worst.Ulps, $"{loss}: {worst.Where}");
    }

    public override (double Ulps, string Where) Other(Loss loss) => throw new NotSupportedException(loss.ToString());
}
