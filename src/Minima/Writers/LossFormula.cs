using Minima.Reals;

namespace Minima.Writers;

/// <summary>The expressions of a loss for the writers, with bound inputs as numbers.</summary>
internal static class LossFormula
{
    private const double MuchShorter = 0.9;

    private static readonly double[] Trials = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 5, 10, -0.5, -1, -3];

    /// <summary>The value.</summary>
    public static Symbol ValueOf(Loss loss) => Bind(loss, SymbolGraph.Record(loss));

    /// <summary>The value as mathematics: with the parameters by name, including those bound to inputs, and with the parameters at whose values alone it holds.</summary>
    public static ParametricFormula DisplayedOf(Loss loss) => ParametricFormula.Of(loss, l => Bind(l, SymbolGraph.Record(l), byName: true));

    /// <summary>The derivative with respect to an input.</summary>
    public static Symbol DerivativeOf(Loss loss, int input, bool guarded)
    {
        CheckInput(loss.Entry, input);
        return Bind(loss, SymbolGraph.Record(loss).Derivative(input, guarded));
    }

    /// <summary>The second derivative with respect to an input.</summary>
    public static Symbol SecondDerivativeOf(Loss loss, int input, bool guarded)
    {
        CheckInput(loss.Entry, input);
        return Bind(loss, SymbolGraph.Record(loss).Derivative(input, guarded).Derivative(input, guarded));
    }

    /// <summary>
    /// The second derivative with respect to the prediction in the engine's convention: at a kink in the direction of a rising prediction. So a smooth function of |r| has its true curvature
    /// at 0, where the derivative of the derivative is 0.
    /// </summary>
    public static Symbol CurvatureOf(Loss loss)
    {
        var value = ValueOf(loss);
        return new SymbolGraph(value.Graph.Inputs, value.Graph.Parameters) { Facts = value.Graph.Facts }.Record(graph =>
        {
            var inputs = new Jet2<Folded>[graph.Inputs.Count];
            for (var i = 0; i < inputs.Length; i++)
            {
                inputs[i] = new(new(graph.Input(i)), Folded.Of(i == 0 ? 1 : 0, ""), Folded.Of(0, ""));
            }

            return value.Evaluate<Jet2<Folded>>(inputs).Second.Symbol;
        });
    }

    private static void CheckInput(LossEntry entry, int input)
    {
        if (input < 0 || input >= entry.Inputs.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(input), input, $"{entry.Key} has {entry.Inputs.Count} inputs: {string.Join(", ", entry.Inputs.Select((x, i) => $"{i} {x.Name}"))}.");
        }
    }

    /// <summary>
    /// The derivative as mathematics: of the formula in the code, or of the displayed formula if that is shorter and the
    /// same at every tested point of the domain, including kinks. Stable forms have derivatives that nobody would write.
    /// </summary>
    public static Symbol DisplayedDerivativeOf(Loss loss, int input)
    {
        CheckInput(loss.Entry, input);
        var own = Bind(loss, SymbolGraph.Record(loss).Derivative(input, guarded: false), byName: true);
        var plain = own;
        var column = Enumerable.Range(0, plain.Graph.Inputs.Count).FirstOrDefault(i => plain.Graph.Inputs[i] == loss.Entry.Inputs[input].Name, -1);
        if (column < 0)
        {
            return plain;
        }

        // A second simplification may shorten it further: a common factor shows only when the sum is expanded.
        var value = DisplayedOf(loss).Value;
        var named = value.Derivative(column, guarded: false);
        if (plain.Graph.Facts.Points.All(point => Agree(plain, named, point)))
        {
            plain = named;
        }

        var other = value.Simplify().Derivative(column, guarded: false);
        // A derivative that is correct only at the parameters of the loss is displayed if there is no other.
        var isRight = HoldsElsewhere(loss, input, plain);
        var shortest = plain;
        var length = isRight ? MuchShorter * LengthOf(plain) : double.PositiveInfinity;
        foreach (var candidate in new[] { plain.Simplify(), other, other.Simplify() })
        {
            var simple = candidate.Simplify();
            var size = LengthOf(candidate);
            if (size < length && plain.Graph.Facts.Points.All(point => Agree(own, simple, point)) && (isRight || HoldsElsewhere(loss, input, simple)))
            {
                (shortest, length) = (candidate, size);
            }
        }

        return shortest;
    }

    /// <summary>True if the derivative, at other values of the parameters that it names, is that of the loss there.</summary>
    private static bool HoldsElsewhere(Loss loss, int input, Symbol derivative)
    {
        var used = derivative.Graph.NodesOf(derivative).Select(i => derivative.Graph[i]).Where(n => n.Kind == SymbolKind.Parameter).Select(n => n.A).ToHashSet();
        for (var i = 0; i < loss.Parameters.Count; i++)
        {
            var parameter = loss.Entry.Parameters[i];
            var at = Enumerable.Range(0, derivative.Graph.Parameters.Count).FirstOrDefault(p => derivative.Graph.Parameters[p].Name == parameter.Name, -1);
            if (!used.Contains(at) || parameter.BindsInput is not null || loss.Parameters[i] is not double || DisplayedOf(loss).Fixed.Contains(parameter.Name, StringComparer.Ordinal))
            {
                continue;
            }

            foreach (var trial in Trials.Where(parameter.Domain.Contains))
            {
                if (With(loss, i, trial) is not { } other)
                {
                    continue;
                }

                var truth = Bind(other, SymbolGraph.Record(other).Derivative(input, guarded: false), byName: true);
                var values = derivative.Graph.ParameterValues.ToArray();
                values[at] = trial;
                if (truth.Graph.Inputs.SequenceEqual(derivative.Graph.Inputs, StringComparer.Ordinal) && !truth.Graph.Facts.Points.Where(HasNoTie).All(point => Agree(truth.Evaluate<F64>(Numbers(point)).X, derivative.Evaluate<F64>(Numbers(point), values).X)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>At a tie there may be a kink, where a clamp and a maximum have different derivatives.</summary>
    private static bool HasNoTie(double[] point) => point.Distinct().Count() == point.Length;

    private static F64[] Numbers(double[] point) => Array.ConvertAll(point, v => new F64(v));

    /// <summary>The loss with another value of a parameter, or null if the others do not allow it.</summary>
    private static Loss? With(Loss loss, int parameter, double value)
    {
        try
        {
            return loss.With((loss.Entry.Parameters[parameter].Name, value));
        }
        catch (LossException)
        {
            return null;
        }
    }

    private static int LengthOf(Symbol symbol) => MathWriter.Write(symbol, PlainMarkup.Instance, []).Count(c => c != ' ');

    private static bool Agree(Symbol x, Symbol y, double[] point)
    {
        var inputs = Numbers(point);
        return Agree(x.Evaluate<F64>(inputs).X, y.Evaluate<F64>(inputs).X);
    }

    private static bool Agree(double a, double b)
    {
        return a.Equals(b) || !double.IsFinite(a) || !double.IsFinite(b) || Math.Abs(a - b) <= 1e-7 * (Math.Abs(a) + Math.Abs(b)) || Math.Abs(a - b) <= 1e-9;
    }

    /// <summary>
    /// The names of the parameters whose values may be changed in the written text. A formula may choose its form, or calculate constants, from
    /// a parameter: then another value has another text, and the number is written instead of the name.
    /// </summary>
    public static IReadOnlySet<string> Exchangeable(Loss loss)
    {
        var recorded = SymbolGraph.Record(loss);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < loss.Parameters.Count; i++)
        {
            var parameter = loss.Entry.Parameters[i];
            if (parameter.BindsInput is null && loss.Parameters[i] is double value && Trials.Append(1.125 * value).All(trial => SameForm(loss, recorded, i, trial)))
            {
                names.Add(parameter.Name);
            }
        }

        return names;
    }

    private static bool SameForm(Loss loss, Symbol recorded, int parameter, double trial)
    {
        if (!loss.Entry.Parameters[parameter].Domain.Contains(trial) || With(loss, parameter, trial) is not { } changed)
        {
            return true;
        }

        var other = SymbolGraph.Record(changed);
        return other.Index == recorded.Index && other.Graph.Count == recorded.Graph.Count
            && Enumerable.Range(0, other.Graph.Count).All(n => other.Graph[n] == recorded.Graph[n]);
    }

    /// <summary>The expression with the inputs that the loss binds to a number replaced by it.</summary>
    private static Symbol Bind(Loss loss, Symbol symbol, bool byName = false)
    {
        var numbers = new Dictionary<int, double>();
        for (var i = 0; i < loss.Parameters.Count; i++)
        {
            if (loss.Entry.Parameters[i].BindsInput is { } input && loss.Parameters[i] is double number)
            {
                numbers[input] = number;
            }
        }

        var bound = loss.Entry.Parameters.Where(p => byName && p.BindsInput is { } input && numbers.ContainsKey(input) && symbol.Graph.Parameters.All(known => known.Name != p.Name))
            .Select(p => new SymbolParameter(p.Name, numbers[p.BindsInput!.Value]));
        return Rewrite(symbol, numbers, [.. symbol.Graph.Parameters, .. bound], Facts(loss, numbers), byName ? loss : null);
    }

    /// <summary>The inputs above 0, and points of the domain: small and large, near each other, and at likely kinks.</summary>
    private static SymbolFacts Facts(Loss loss, Dictionary<int, double> numbers)
    {
        var entry = loss.Entry;
        int[] kept = [.. Enumerable.Range(0, entry.Inputs.Count).Where(i => !numbers.ContainsKey(i))];
        var positive = kept.Where(i => IsPositive(loss.DomainOf(i))).Select(i => entry.Inputs[i].Name)
            .Concat(entry.Parameters.Where(p => IsPositive(p.Domain)).Select(p => p.Name)).ToHashSet(StringComparer.Ordinal);
        double[] corners = [0, 0.5, 1, 2, .. loss.Parameters.OfType<double>().Where(double.IsFinite)];
        var random = new Random(1602);
        var points = new List<double[]>();
        for (var n = 0; n < 400; n++)
        {
            var point = Array.ConvertAll(kept, i => Draw(loss.DomainOf(i), random));
            if (point.Length > 1 && n % 2 == 0)
            {
                // Residuals, ratios and values around the corners, and ties.
                var corner = corners[random.Next(corners.Length)] * (n % 4 == 0 ? 1 : -1) * (n % 8 < 2 ? 1 : 0.5 + random.NextDouble());
                var moved = n % 3 == 0 ? corner : point[1] + corner;
                point[0] = Inside(loss.DomainOf(kept[0]), moved) ? moved : point[0];
            }

            if (n % 7 == 0)
            {
                // One input at a closed end of its domain.
                var i = random.Next(point.Length);
                var domain = loss.DomainOf(kept[i]);
                var end = random.Next(2) == 0 ? domain.Low : domain.High;
                point[i] = double.IsFinite(end) && domain.Contains(end) ? end : point[i];
            }

            points.Add(point);
        }

        return new() { Positive = positive, Points = points, WidestClamp = 40 };
    }

    private static bool IsPositive(Domain domain) => domain is { Kind: DomainKind.Interval, Low: > 0 } || domain is { Kind: DomainKind.Interval, Low: 0, LowOpen: true };

    private static bool Inside(Domain domain, double x) => domain.Kind == DomainKind.Interval && x > domain.Low && x < domain.High;

    private static double Draw(Domain domain, Random random)
    {
        var magnitude = Math.Pow(10, -3 + 6 * random.NextDouble());
        var sign = random.Next(2) == 0 ? 1 : -1;
        return domain.Kind switch
        {
            DomainKind.Labels => sign < 0 ? domain.Low : domain.High,
            DomainKind.Outside => sign < 0 ? domain.Low - magnitude : domain.High + magnitude,
            _ when double.IsInfinity(domain.Low) && double.IsInfinity(domain.High) => sign * magnitude,
            _ when double.IsInfinity(domain.High) => domain.Low + magnitude,
            _ when double.IsInfinity(domain.Low) => domain.High - magnitude,
            _ => domain.Low + (domain.High - domain.Low) * (0.0001 + 0.9998 * random.NextDouble()),
        };
    }

    /// <summary>The expression in a graph of its own, constants folded, with numbers for some inputs and for the omitted parameters.</summary>
    public static Symbol Rewrite(Symbol symbol, IReadOnlyDictionary<int, double> numbers, IReadOnlyList<SymbolParameter> parameters, SymbolFacts? facts = null, Loss? named = null)
    {
        var source = symbol.Graph;
        string[] kept = [.. source.Inputs.Where((_, i) => !numbers.ContainsKey(i))];
        return new SymbolGraph(kept, parameters) { Facts = facts ?? source.Facts }.Record(graph =>
        {
            var inputs = new Folded[source.Inputs.Count];
            var next = 0;
            for (var i = 0; i < inputs.Length; i++)
            {
                inputs[i] = new(!numbers.TryGetValue(i, out var number) ? graph.Input(next++)
                    : named?.Entry.Parameters.FirstOrDefault(p => p.BindsInput == i) is { } binding && graph.ParameterOf(binding.Name, number) is { } parameter ? parameter
                    : graph.Constant(number));
            }

            return symbol.Evaluate<Folded>(inputs).Symbol;
        });
    }
}
