using Minima.Reals;

namespace Minima.Analysis;

/// <summary>A loss with values for the inputs that are neither prediction nor target, and the same loss with other values. Comparing them shows which expression of parameters a number is.</summary>
internal sealed class Setting
{
    private const int Variants = 3;
    private const int Attempts = 12;

    private Setting(PointFunction function, double[] extras)
    {
        Function = function;
        Extras = extras;
        Numbers = [.. Named(function.Loss).Select(p => p.Value), .. extras];
    }

    public PointFunction Function { get; }

    /// <summary>The values of the inputs that are neither prediction nor target.</summary>
    public double[] Extras { get; }

    /// <summary>The values of the numeric parameters, then of the extras: the terms of an expression.</summary>
    public double[] Numbers { get; }

    /// <summary>Numbers of ordinary size that the formula spells out.</summary>
    public double[] Constants => field ??= Spelled(SymbolGraph.Record(Function.Loss));

    /// <summary>The names of <see cref="Numbers"/>.</summary>
    public IReadOnlyList<string> Names =>
        [.. Named(Function.Loss).Select(p => p.Name), .. Function.Extras.Select(i => Function.Loss.Entry.Inputs[i].Name)];

    public static Setting Of(Loss loss, IReadOnlyList<Domain?>? stated = null)
    {
        var function = PointFunction.Of(loss, stated);
        return new Setting(function, [.. function.Extras.Select(i => Representative(function, i))]);
    }

    /// <summary>Losses of the same catalogue entry with every number changed, as far as domains and rules allow.</summary>
    public IReadOnlyList<Setting> Others()
    {
        if (Numbers.Length == 0)
        {
            return [];
        }

        // Fixed seed: the same loss is always tried with the same other parameters.
        var random = new Random(20240611);
        var others = new List<Setting>();
        for (var attempt = 0; attempt < Attempts && others.Count < Variants; attempt++)
        {
            if (Changed(random) is { } other)
            {
                others.Add(other);
            }
        }

        return others;
    }

    private static double[] Spelled(Symbol formula) =>
        [.. formula.Graph.NodesOf(formula).Select(i => formula.Graph[i]).Where(n => n.Kind == SymbolKind.Constant && Math.Abs(n.Value) is > 1e-6 and < 1e6).Select(n => n.Value).Distinct().Take(12)];

    private Setting? Changed(Random random)
    {
        var loss = Function.Loss;
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);

        // All in one direction and by similar factors, so that rules such as a < b < c usually still hold.
        var shared = 1.2 + random.NextDouble();
        for (var i = 0; i < loss.Entry.Parameters.Count; i++)
        {
            var parameter = loss.Entry.Parameters[i];
            given[parameter.Name] = loss.Parameters[i] is double value && parameter.BindsInput is null
                ? Move(parameter.Domain, value, shared * (0.9 + 0.2 * random.NextDouble()), random)
                : loss.Parameters[i];
        }

        var extras = Function.Extras.Select((input, i) => Move(Function.DomainOf(input), Extras[i], 0.6 + random.NextDouble(), random)).ToArray();
        try
        {
            return new Setting(PointFunction.Of(Loss.Create(loss.Entry, given), Function.Stated), extras);
        }
        catch (LossException)
        {
            // Parameters that do not fit each other: another attempt draws others.
            return null;
        }
    }

    private static double Move(Domain domain, double value, double factor, Random random)
    {
        if (domain.Kind == DomainKind.Interval && double.IsFinite(domain.Low) && double.IsFinite(domain.High))
        {
            return domain.Low + (domain.High - domain.Low) * (0.1 + 0.8 * random.NextDouble());
        }

        var moved = value == 0 ? 0 : value * factor;
        return domain.Contains(moved) ? moved : value;
    }

    private static double Representative(PointFunction function, int input)
    {
        if (function.BoundTo(input) is { Count: > 0 } bound)
        {
            return bound[0];
        }

        return OrdinaryValue.In(function.DomainOf(input));
    }

    private static IEnumerable<(string Name, double Value)> Named(Loss loss) => loss.Entry.Parameters
        .Select((p, i) => (p.Name, Value: loss.Parameters[i], p.BindsInput))
        .Where(p => p.Value is double && p.BindsInput is null)
        .Select(p => (p.Name, (double)p.Value!));
}
