using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima.Writers;

/// <summary>
/// The formula of a loss with its parameters by name. At the value of a parameter, a formula may take a shortcut or calculate a number
/// from it, so that its name is lost. Recordings at several other values show what depends on it and how.
/// </summary>
/// <param name="Value">The formula; its graph has every parameter at the value of the loss.</param>
/// <param name="Fixed">The names of the parameters at whose values alone the formula holds: lists, choices, and numbers that choose its form.</param>
/// <param name="Near">The names of the parameters for which the formula holds only near their values: far from them the loss clamps them.</param>
internal sealed record ParametricFormula(Symbol Value, IReadOnlyList<string> Fixed, IReadOnlyList<string> Near)
{
    private const double Digits = 1e-9;

    private static readonly ConditionalWeakTable<Loss, ParametricFormula> Known = [];

    /// <summary>Values at which a formula may have another form.</summary>
    private static readonly double[] Trials = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 5, 10, -0.5, -1, -3];

    /// <summary>Multiples of a value that are near it.</summary>
    private static readonly double[] Nearby = [0.7, 0.85, 1.2, 1.35];

    private static readonly double[][] Factors = [[1.0371, 1.1713, 1.3177], [0.9629, 0.8287, 0.6823]];

    /// <summary>Different factors for classes, so that the quotient of a per-class number and another parameter differs too.</summary>
    private static readonly double[][] ClassFactors = [[1.0533, 1.1291, 1.2817], [0.9467, 0.8713, 0.7491]];

    /// <summary>The formula of a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="record">Its expression, in a graph of its own.</param>
    /// <exception cref="NotSupportedException">There is no such expression.</exception>
    public static ParametricFormula Of(Loss loss, Func<Loss, Symbol> record) => Known.GetValue(loss, l => Find(l, record, asRecorded: false));

    /// <summary>The formula of a row loss as recorded, without folding, so that building blocks can be found in it.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="record">Its expression, in a graph of its own.</param>
    public static ParametricFormula AsRecorded(Loss loss, Func<Loss, Symbol> record) => Find(loss, record, asRecorded: true);

    private static ParametricFormula Find(Loss loss, Func<Loss, Symbol> record, bool asRecorded)
    {
        var parameters = loss.Entry.Parameters;
        var own = record(loss);
        var finder = new Finder(loss, own, record, asRecorded);
        var open = Enumerable.Range(0, parameters.Count).Where(i => parameters[i].BindsInput is null).ToList();
        open.RemoveAll(i => finder.TryFree([i]));

        // A number calculated from several parameters at once shows only if all of them differ.
        if (open.Count(finder.CanBeFreed) > 1 && finder.TryFree([.. open.Where(finder.CanBeFreed)]))
        {
            open.RemoveAll(finder.CanBeFreed);
        }

        open.RemoveAll(finder.IsNamedWhole);
        int[] near = asRecorded && open.Exists(finder.CanBeFreed) && finder.TryFree([.. open.Where(finder.CanBeFreed)], isNear: true) ? [.. open.Where(finder.CanBeFreed)] : [];
        return new(finder.Best, [.. open.Except(near).Select(i => parameters[i].Name)], [.. near.Select(i => parameters[i].Name)]);
    }

    /// <summary>Finds the parameters that a formula depends on, one after the other.</summary>
    private sealed class Finder(Loss loss, Symbol own, Func<Loss, Symbol> record, bool asRecorded)
    {
        private readonly IReadOnlyList<ParameterInfo> _parameters = loss.Entry.Parameters;
        private readonly Symbol _own = own;

        /// <summary>The values of the parameters that are free so far: one row for each recording, one number or one for each class.</summary>
        private Dictionary<int, double[][]> _free = [];

        public Symbol Best { get; private set; } = own;

        /// <summary>True for a number, or one for each class if the graph names them.</summary>
        public bool CanBeFreed(int parameter) => loss.Parameters[parameter] is double || NamesOf(parameter).Length > 1;

        public bool TryFree(int[] several, bool isNear = false)
        {
            if (!Array.TrueForAll(several, CanBeFreed))
            {
                return false;
            }

            var tried = Array.ConvertAll(several, i => ValuesFor(i).ToArray());
            for (var way = 0; way < tried.Max(t => t.Length) && tried.All(t => t.Length > 0); way++)
            {
                var trial = new Dictionary<int, double[][]>(_free);
                foreach (var (i, ways) in several.Zip(tried))
                {
                    trial[i] = ways[Math.Min(way, ways.Length - 1)];
                }

                if (Unified(trial) is { } formula && IsSame(formula, _own) && Array.TrueForAll(several, i => HoldsElsewhere(formula, i, isNear)))
                {
                    (_free, Best) = (trial, formula);
                    return true;
                }
            }

            return false;
        }

        /// <summary>True for a whole number that the formula names, if the formula holds at other values too.</summary>
        public bool IsNamedWhole(int parameter) => loss.Parameters[parameter] is int
            && Best.Graph.NodesOf(Best).Any(n => Best.Graph[n] is { Kind: SymbolKind.Parameter } node && Best.Graph.Parameters[node.A].Name == _parameters[parameter].Name)
            && HoldsElsewhere(Best, parameter);

        /// <summary>The names in the graph: one, or one for each class.</summary>
        private string[] NamesOf(int parameter)
        {
            var name = _parameters[parameter].Name;
            string[] classes = [.. Enumerable.Range(0, ClassNames.Count).Select(k => ClassNames.Of(_parameters[parameter], k)).Where(n => _own.Graph.Parameters.Any(p => p.Name == n))];
            return classes.Length > 0 ? classes : [name];
        }

        /// <summary>Three values that no formula treats specially; a per-class parameter has different ones for each class.</summary>
        private IEnumerable<double[][]> ValuesFor(int parameter)
        {
            var domain = _parameters[parameter].Domain;
            if (NamesOf(parameter).Length > 1)
            {
                return Lists(domain, ClassesOf(parameter));
            }

            return Numbers(domain, (double)loss.Parameters[parameter]!).Select(values => Array.ConvertAll(values, v => new[] { v }));
        }

        private static IEnumerable<double[][]> Lists(Domain domain, double[] values)
        {
            double[][][] tried = [.. ClassFactors.Select(f => f.Select((_, n) => values.Select((v, k) => v * f[(n + k) % f.Length]).ToArray()).ToArray())];
            return tried.Where(t => t.All(list => list.All(domain.Contains)));
        }

        private static IEnumerable<double[]> Numbers(Domain domain, double value)
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

        private Symbol? Unified(Dictionary<int, double[][]> free)
        {
            var traces = new Symbol[3];
            for (var n = 0; n < traces.Length; n++)
            {
                if (Recorded(free.ToDictionary(f => f.Key, f => f.Value[n])) is not { } trace)
                {
                    return null;
                }

                traces[n] = trace;
            }

            var names = free.SelectMany(f => NamesOf(f.Key).Select((name, k) => (name, Array.ConvertAll(f.Value, row => row[k]))));
            return new ParametricTraces(traces, [.. names], [.. free.Keys.Select(NamesOf).Where(n => n.Length > 1)]).In(_own.Graph, asRecorded);
        }

        private Symbol? Recorded(Dictionary<int, double[]> changed)
        {
            try
            {
                // At another value the loss may not be a formula over the same inputs.
                var recorded = record(loss.With([.. changed.Select(c => (_parameters[c.Key].Name, Value(c.Key, c.Value)))]));
                return recorded.Graph.Inputs.SequenceEqual(_own.Graph.Inputs, StringComparer.Ordinal) ? recorded : null;
            }
            catch (LossException)
            {
                // The other parameters do not allow this value.
                return null;
            }
        }

        private object? Value(int parameter, double[] numbers) =>
            numbers.Length > 1 ? ImmutableArray.Create(numbers)
            : loss.Parameters[parameter] is int ? (int)numbers[0] : numbers[0];

        /// <summary>The per-class numbers of the loss.</summary>
        private double[] ClassesOf(int parameter) => [.. Enumerable.Range(0, ClassNames.Count).Select(k => PerClass.Of(loss.Parameters[parameter])[k])];

        /// <summary>True if the formula equals the loss at other values of a parameter too. Where the formula is undefined, the loss has a limit.</summary>
        private bool HoldsElsewhere(Symbol formula, int parameter, bool isNear = false)
        {
            var names = formula.Graph.Parameters.Select(p => p.Name).ToList();
            var changed = NamesOf(parameter);
            foreach (var trial in isNear ? NearOf(parameter) : TrialsOf(parameter))
            {
                if (Recorded(new() { [parameter] = trial }) is not { } other)
                {
                    continue;
                }

                var values = formula.Graph.ParameterValues.ToArray();
                for (var k = 0; k < changed.Length; k++)
                {
                    values[names.IndexOf(changed[k])] = trial[k];
                }

                // At points of the domain of the loss at these parameters.
                if (!other.Graph.Facts.Points.All(point => Agree(formula, values, other, point, mayBeUndefined: true)))
                {
                    return false;
                }
            }

            return true;
        }

        private IEnumerable<double[]> NearOf(int parameter)
        {
            var values = NamesOf(parameter).Length == 1 ? [(double)loss.Parameters[parameter]!] : ClassesOf(parameter);
            return Enumerable.Range(0, Nearby.Length).Select(n => values.Select((v, k) => v * Nearby[(n + k) % Nearby.Length]).ToArray()).Where(list => list.All(_parameters[parameter].Domain.Contains));
        }

        private IEnumerable<double[]> TrialsOf(int parameter)
        {
            var domain = _parameters[parameter].Domain;
            if (NamesOf(parameter).Length == 1)
            {
                return Trials.Where(domain.Contains).Where(v => loss.Parameters[parameter] is not int || v == Math.Floor(v)).Select(v => new[] { v });
            }

            // All orders, ties, and numbers far apart.
            var values = ClassesOf(parameter);
            double[][] lists = [[.. values.Reverse()], [values[1], values[2], values[0]], [values[2], values[0], values[1]], [1, 1, 1], [0.2, 0.5, 0.3], [0.75, 0.75, 0.25], [2, 3, 2], [10, 1.5, 5]];
            return lists.Where(list => list.All(domain.Contains));
        }
    }

    /// <summary>True if the formula equals the loss at the loss's own parameters.</summary>
    private static bool IsSame(Symbol formula, Symbol own) => own.Graph.Facts.Points.All(point => Agree(formula, formula.Graph.ParameterValues, own, point, mayBeUndefined: false));

    private static bool Agree(Symbol formula, ReadOnlySpan<double> parameters, Symbol other, double[] point, bool mayBeUndefined)
    {
        var inputs = Array.ConvertAll(point, v => new F64(v));
        var (a, b) = (formula.Evaluate<F64>(inputs, parameters).X, other.Evaluate<F64>(inputs).X);
        return a.Equals(b) || Math.Abs(a - b) <= Digits * (1 + Math.Abs(a) + Math.Abs(b)) || !double.IsFinite(b) || (mayBeUndefined && !double.IsFinite(a));
    }
}
