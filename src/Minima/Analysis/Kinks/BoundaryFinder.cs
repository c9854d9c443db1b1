using Minima.Reals;

namespace Minima.Analysis;

/// <summary>
/// The predictions at which a formula may change, read off its graph. These are the places where the two sides of an IfLess or a maximum meet, and where
/// the argument of a primitive reaches the kink of that primitive. Another class decides if the loss really changes there.
/// </summary>
internal sealed class BoundaryFinder
{
    /// <summary>Expressions whose zeros are the candidates.</summary>
    private readonly Symbol[] _boundaries;

    private readonly Setting _setting;

    public BoundaryFinder(Setting setting)
    {
        _setting = setting;
        Formula = SymbolGraph.Record(setting.Function.Loss);
        _boundaries = [.. Boundaries(Formula).Where(b => DependsOnPrediction(b)).Distinct()];
    }

    public Symbol Formula { get; }

    /// <summary>Sorted predictions, each accurate to the last digit of a double.</summary>
    public IReadOnlyList<double> At(double target)
    {
        var found = new SortedSet<double>();
        if (_boundaries.Length == 0)
        {
            return [];
        }

        var centres = SampleSpace.Corners(_setting).SelectMany(c => new[] { c, target + c }).Append(target).Append(-target);
        if (target != 0)
        {
            centres = centres.Concat(SampleSpace.Corners(_setting).Select(c => c / target)).Append(1 / target);
        }

        var grid = SampleSpace.Predictions(_setting.Function.DomainOf(0), centres, 1e18, stepsPerDecade: 2, nearest: 1e-4);
        var values = new double[grid.Length];
        foreach (var boundary in _boundaries)
        {
            for (var i = 0; i < grid.Length; i++)
            {
                values[i] = Evaluate(boundary, grid[i], target);
            }

            for (var i = 0; i < grid.Length; i++)
            {
                var isolated = (i > 0 && values[i - 1] != 0) || (i + 1 < grid.Length && values[i + 1] != 0);
                if (values[i] == 0 && isolated)
                {
                    found.Add(grid[i]);
                }
                else if (i + 1 < grid.Length && Math.Sign(Plain(values[i])) * Math.Sign(Plain(values[i + 1])) < 0)
                {
                    found.Add(Root(boundary, target, grid[i], grid[i + 1]));
                }
            }
        }

        return Merge(found);
    }

    private static double Plain(double x) => double.IsNaN(x) ? 0 : x;

    private double Root(Symbol boundary, double target, double low, double high)
    {
        var below = Math.Sign(Plain(Evaluate(boundary, low, target)));
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (!(low < middle && middle < high))
            {
                return Math.Abs(Evaluate(boundary, low, target)) <= Math.Abs(Evaluate(boundary, high, target)) ? low : high;
            }

            var sign = Math.Sign(Plain(Evaluate(boundary, middle, target)));
            if (sign == 0)
            {
                return middle;
            }

            (low, high) = sign == below ? (middle, high) : (low, middle);
        }
    }

    /// <summary>Merges places that differ by rounding alone, and keeps the one with the fewest digits.</summary>
    private static List<double> Merge(SortedSet<double> found)
    {
        var merged = new List<double>();
        foreach (var x in found)
        {
            if (merged.Count > 0 && Math.Abs(x - merged[^1]) <= 1e-11 * Math.Abs(x))
            {
                merged[^1] = Quantity.Digits(x).Length < Quantity.Digits(merged[^1]).Length || Round(x) ? x : merged[^1];
            }
            else
            {
                merged.Add(x == 0 ? 0 : x);
            }
        }

        return merged;
    }

    private static bool Round(double x) => double.Parse(Quantity.Digits(x).Replace("∞", "Infinity", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture) == x;

    private double Evaluate(Symbol boundary, double prediction, double target)
    {
        var x = _setting.Function.Point(prediction, target, _setting.Extras);
        Span<F64> inputs = stackalloc F64[4];
        for (var i = 0; i < x.Length; i++)
        {
            inputs[i] = new F64(x[i]);
        }

        return boundary.Evaluate<F64>(inputs[..x.Length]).X;
    }

    private static bool DependsOnPrediction(Symbol boundary) =>
        boundary.Graph.NodesOf(boundary).Any(i => boundary.Graph[i] is { Kind: SymbolKind.Input, A: 0 });

    /// <summary>Expressions whose zeros are candidates; they extend the graph of the formula.</summary>
    private static List<Symbol> Boundaries(Symbol formula)
    {
        var graph = formula.Graph;
        var found = new List<Symbol>();
        foreach (var index in graph.NodesOf(formula))
        {
            var node = graph[index];
            Symbol Operand(int k) => new(graph, node.Operand(k));
            switch (node.Kind)
            {
                case SymbolKind.IfLess:
                    found.Add(Operand(0) - Operand(1));
                    break;
                case SymbolKind.Power:
                case SymbolKind.Divide:
                    // A power has a kink at 0 unless its exponent is an even whole number; a quotient has a pole where its denominator vanishes.
                    found.Add(Operand(node.Kind == SymbolKind.Power ? 0 : 1));
                    break;
                case SymbolKind.Function:
                    found.AddRange(Boundaries(graph, node, Operand));
                    break;
            }
        }

        return found;
    }

    private static IEnumerable<Symbol> Boundaries(SymbolGraph graph, SymbolNode node, Func<int, Symbol> operand)
    {
        switch (node.Function!.Value)
        {
            case Clamp clamp:
                if (double.IsFinite(clamp.Low))
                {
                    yield return operand(0) - graph.Constant(clamp.Low);
                }

                if (double.IsFinite(clamp.High))
                {
                    yield return operand(0) - graph.Constant(clamp.High);
                }

                break;
            case Max:
                yield return operand(0) - operand(1);
                break;
            case ZeroTimes:
                break;
            default:
                // For every other primitive the only possible kinks are the zeros of its arguments: abs, relu, sign, sqrt, a power, hypot.
                for (var k = 0; k < node.Function.Arity; k++)
                {
                    yield return operand(k);
                }

                break;
        }
    }
}
