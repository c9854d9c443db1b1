using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima.Writers;

/// <summary>
/// The formula of a loss with its parameters by name. At the value that a parameter has, a formula may take a short cut or calculate a number
/// from it, so that its name is lost; recorded at several other values it shows what depends on it and how.
/// </summary>
/// <param name="Value">The formula; its graph has every parameter at the value of the loss.</param>
/// <param name="Fixed">The names of the parameters that the formula holds at their values only: lists, choices, and numbers that it takes its form by.</param>
internal sealed record ParametricFormula(Symbol Value, IReadOnlyList<string> Fixed)
{
    private const double Digits = 1e-9;

    private static readonly ConditionalWeakTable<Loss, ParametricFormula> Known = [];

    /// <summary>Values at which a formula may have another form.</summary>
    private static readonly double[] Trials = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 5, 10, -0.5, -1, -3];

    private static readonly double[][] Factors = [[1.0371, 1.1713, 1.3177], [0.9629, 0.8287, 0.6823]];

    /// <summary>The formula of a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="record">Its expression, in a graph of its own.</param>
    /// <exception cref="NotSupportedException">There is no such expression.</exception>
    public static ParametricFormula Of(Loss loss, Func<Loss, Symbol> record) => Known.GetValue(loss, l => Find(l, record));

    private static ParametricFormula Find(Loss loss, Func<Loss, Symbol> record)
    {
        var parameters = loss.Entry.Parameters;
        var own = record(loss);
        var free = new Dictionary<int, double[]>();
        var best = own;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (loss.Parameters[i] is not double value || parameters[i].BindsInput is not null)
            {
                continue;
            }

            foreach (var values in ValuesFor(parameters[i].Domain, value))
            {
                var trial = new Dictionary<int, double[]>(free) { [i] = values };
                if (Unified(loss, own, trial, record) is { } formula && IsSame(formula, own) && HoldsElsewhere(formula, loss, i, record))
                {
                    (free, best) = (trial, formula);
                    break;
                }
            }
        }

        return new(best, [.. parameters.Where((p, i) => !free.ContainsKey(i) && p.BindsInput is null).Select(p => p.Name)]);
    }

    /// <summary>Three values that no formula singles out.</summary>
    private static IEnumerable<double[]> ValuesFor(Domain domain, double value)
    {
        double[][] tried =
        [
            .. value == 0 || double.IsInfinity(value) ? [] : Factors.Select(f => Array.ConvertAll(f, x => value * x)),
            double.IsFinite(domain.Low) && double.IsFinite(domain.High) ? Array.ConvertAll([0.3719, 0.6133, 0.8271], (double x) => domain.Low + (domain.High - domain.Low) * x)
                : double.IsFinite(domain.Low) ? [domain.Low + 0.7391, domain.Low + 1.3713, domain.Low + 2.6177]
                : double.IsFinite(domain.High) ? [domain.High - 0.7391, domain.High - 1.3713, domain.High - 2.6177]
                : [0.7391, 1.3713, 2.6177],
        ];
        return tried.Where(values => Array.TrueForAll(values, domain.Contains));
    }

    private static Symbol? Unified(Loss loss, Symbol own, Dictionary<int, double[]> free, Func<Loss, Symbol> record)
    {
        var traces = new Symbol[3];
        for (var n = 0; n < traces.Length; n++)
        {
            if (Recorded(loss, free.ToDictionary(f => f.Key, f => f.Value[n]), record) is not { } trace)
            {
                return null;
            }

            traces[n] = trace;
        }

        return new ParametricTraces(traces, [.. free.Select(f => (loss.Entry.Parameters[f.Key].Name, f.Value))]).In(own.Graph);
    }

    private static Symbol? Recorded(Loss loss, Dictionary<int, double> changed, Func<Loss, Symbol> record)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < loss.Parameters.Count; i++)
        {
            values[loss.Entry.Parameters[i].Name] = changed.TryGetValue(i, out var value) ? value : loss.Parameters[i];
        }

        try
        {
            return record(Loss.Create(loss.Entry, values));
        }
        catch (LossException)
        {
            // Not a value that this parameter may have together with the others.
            return null;
        }
    }

    /// <summary>At the parameters of the loss it is the loss.</summary>
    private static bool IsSame(Symbol formula, Symbol own) => own.Graph.Facts.Points.All(point => Agree(formula, formula.Graph.ParameterValues, own, point, mayBeUndefined: false));

    /// <summary>And so it is at other values of a parameter; where it is undefined, the loss has a limit.</summary>
    private static bool HoldsElsewhere(Symbol formula, Loss loss, int parameter, Func<Loss, Symbol> record)
    {
        var names = formula.Graph.Parameters.Select(p => p.Name).ToList();
        var at = names.IndexOf(loss.Entry.Parameters[parameter].Name);
        foreach (var trial in Trials.Where(loss.Entry.Parameters[parameter].Domain.Contains))
        {
            if (Recorded(loss, new() { [parameter] = trial }, record) is not { } other)
            {
                continue;
            }

            var values = formula.Graph.ParameterValues.ToArray();
            values[at] = trial;
            if (!formula.Graph.Facts.Points.All(point => Agree(formula, values, other, point, mayBeUndefined: true)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Agree(Symbol formula, ReadOnlySpan<double> parameters, Symbol other, double[] point, bool mayBeUndefined)
    {
        var inputs = Array.ConvertAll(point, v => new F64(v));
        var (a, b) = (formula.Evaluate<F64>(inputs, parameters).X, other.Evaluate<F64>(inputs).X);
        return a.Equals(b) || Math.Abs(a - b) <= Digits * (1 + Math.Abs(a) + Math.Abs(b)) || !double.IsFinite(b) || (mayBeUndefined && !double.IsFinite(a));
    }
}
