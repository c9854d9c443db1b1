using System.Collections.Immutable;
using System.Globalization;
using Minima.Reals;
using Minima.Writers;

namespace Minima.Analysis;

/// <summary>Records the formula of a row loss: over the log-probability of a class, or over a row of three classes, the first of which is the label.</summary>
internal static class RowRecorder
{
    private const string LogProbability = "log_p";
    private const int Classes = RowExpression.Classes;

    /// <summary>The loss as a formula on log-probabilities, or null if it is not one.</summary>
    public static OfProbability? OfLogProbability(Loss loss) => loss.Accept(ProbabilityVisitor.Instance);

    /// <summary>The formula over a row, as in the code.</summary>
    /// <param name="loss">A row loss.</param>
    /// <param name="namesClasses">Records each number of a per-class parameter as a parameter of the graph: <c>class_counts_1</c>.</param>
    /// <exception cref="NotSupportedException">The loss is not a row loss, or a parameter is a list of another length than three.</exception>
    public static Symbol OfClasses(Loss loss, bool namesClasses) => loss.Accept(namesClasses ? RowVisitor.Naming : RowVisitor.Plain);

    /// <summary>The formula over the scores of the given number of classes, followed by the label as a number; null if the targets are rows.</summary>
    public static Symbol? OfLabels(Loss loss, int classes) => loss.Accept(new LabelVisitor(classes));

    /// <summary>True if the parameter has a number for each class, or one for all.</summary>
    public static bool IsPerClass(ParameterInfo parameter) => parameter.Kind is ParameterKind.Numbers or ParameterKind.NumberOrNumbers;

    public static IEnumerable<string> PositiveParameters(Loss loss) => loss.Entry.Parameters.Where(p => IsPositive(p.Domain))
        .SelectMany(p => IsPerClass(p) ? Enumerable.Range(0, Classes).Select(k => ClassNames.Of(p, k)).Append(p.Name) : [p.Name]);

    public static List<double[]> Points(Domain[] domains)
    {
        var random = new Random(1602);
        var points = new List<double[]>();
        for (var n = 0; n < 400; n++)
        {
            points.Add(Array.ConvertAll(domains, d => RowSamples.Draw(d, random, spread: n % 2 == 0 ? 1 : 10)));
        }

        return points;
    }

    private static bool IsPositive(Domain domain) => domain is { Kind: DomainKind.Interval, Low: 0, LowOpen: true } or { Kind: DomainKind.Interval, Low: > 0 };

    private static List<SymbolParameter> Parameters(Loss loss, bool namesClasses)
    {
        var parameters = new List<SymbolParameter>();
        foreach (var (parameter, value) in loss.Entry.Parameters.Zip(loss.Parameters))
        {
            if (namesClasses && IsPerClass(parameter) && value is double or ImmutableArray<double>)
            {
                parameters.AddRange(Enumerable.Range(0, Classes).Select(k => new SymbolParameter(ClassNames.Of(parameter, k), PerClass.Of(value)[k])));
            }
            else if (value is double or int)
            {
                parameters.Add(new SymbolParameter(parameter.Name, Convert.ToDouble(value, CultureInfo.InvariantCulture)));
            }
        }

        return parameters;
    }

    /// <summary>A formula on log-probabilities.</summary>
    /// <param name="Value">Over the log-probability.</param>
    /// <param name="Smoothing">The proportion of every target that label smoothing distributes evenly.</param>
    /// <param name="Factors">The factors of the classes.</param>
    internal sealed record OfProbability(Symbol Value, double Smoothing, PerClass Factors);

    /// <summary>Records the formula on log-probabilities that a row loss declares.</summary>
    private sealed class LogProbabilityRecorder(Loss loss) : FusedRows
    {
        public OfProbability? Taken { get; private set; }

        public override void OfLogProbabilities<TLoss>(in TLoss formula, PerClass shifts)
        {
            if (shifts != 0.0)
            {
                return; // Of shifted logits, which are written out for three classes.
            }

            var own = formula;
            var facts = new SymbolFacts { Positive = PositiveParameters(loss).ToHashSet(StringComparer.Ordinal), Points = Points([Domain.AtMost(0)]), WidestClamp = 40 };
            var value = new SymbolGraph([LogProbability], Parameters(loss, namesClasses: false)) { Facts = facts }.Record(graph => own.OfLogProbability(graph.Input(0)));
            Taken = new(value, own.Smoothing, own.Factors);
        }

        /// <summary>Not recorded: a sum over classes is written out for three of them.</summary>
        public override void SumOfClasses<TLoss>(in TLoss formula) => Taken = null;
    }

    private sealed class ProbabilityVisitor : LossVisitor<OfProbability?>
    {
        public static readonly ProbabilityVisitor Instance = new();

        public override OfProbability? Row<TFormula>(Loss loss, TFormula formula)
        {
            var recorder = new LogProbabilityRecorder(loss);
            F64[] one = [F64.Of(0)];
            return formula.Of(new Row<F64>(recorder, one, new F64[Math.Max(1, TFormula.ScratchRows)])).X == FusedRows.Mark ? recorder.Taken : null;
        }

        public override OfProbability? Other(Loss loss) => throw NoRow(loss);
    }

    private sealed class RowVisitor(bool namesClasses) : LossVisitor<Symbol>
    {
        public static readonly RowVisitor Plain = new(false);

        public static readonly RowVisitor Naming = new(true);

        public override Symbol Row<TFormula>(Loss loss, TFormula formula)
        {
            var takesRows = TFormula.Targets == RowTargets.Rows;
            string[] names = [.. Numbered("x"), .. takesRows ? Numbered("t") : []];
            Domain[] domains = [.. names.Select((_, i) => loss.DomainOf(i / Classes))];
            var positive = names.Where((_, i) => domains[i] is { Kind: DomainKind.Interval, Low: >= 0 }).Concat(PositiveParameters(loss));
            var facts = new SymbolFacts { Positive = positive.ToHashSet(StringComparer.Ordinal), Points = Points(domains), WidestClamp = 40 };
            return new SymbolGraph(names, Parameters(loss, namesClasses)) { Facts = facts }.Record(g =>
            {
                Symbol[] inputs = [.. names.Select((_, i) => g.Input(i))];
                var scratch = new Symbol[Classes * Math.Max(1, TFormula.ScratchRows)];
                ReadOnlySpan<Symbol> prediction = inputs.AsSpan(0, Classes);
                return takesRows
                    ? formula.Of(new Row<Symbol>(prediction, inputs.AsSpan(Classes, Classes), [], scratch))
                    : formula.Of(new Row<Symbol>(prediction, g.Constant(0), g.Constant(1), [], scratch));
            });
        }

        public override Symbol Other(Loss loss) => throw NoRow(loss);

        private static IEnumerable<string> Numbered(string letter) => Enumerable.Range(1, Classes).Select(k => string.Create(CultureInfo.InvariantCulture, $"{letter}_{k}"));
    }

    private sealed class LabelVisitor(int classes) : LossVisitor<Symbol?>
    {
        public override Symbol? Row<TFormula>(Loss loss, TFormula formula)
        {
            if (TFormula.Targets == RowTargets.Rows) return null;
            string[] names = [.. Enumerable.Range(0, classes).Select(k => FormattableString.Invariant($"x_{k}")), "label"];
            return new SymbolGraph(names, Parameters(loss, namesClasses: false)).Record(g =>
            {
                Symbol[] inputs = [.. names.Select((_, i) => g.Input(i))];
                var scratch = new Symbol[classes * Math.Max(1, TFormula.ScratchRows)];
                return formula.Of(new Row<Symbol>(inputs.AsSpan(0, classes), inputs[classes], g.Constant(1), [], scratch));
            });
        }

        public override Symbol? Other(Loss loss) => throw NoRow(loss);
    }

    private static NotSupportedException NoRow(Loss loss) =>
        new($"{loss.Entry.Key}: only a loss over rows of classes has an expression over a row; this one is a {LossEntry.ShapeInWords(loss.Entry)}.");
}
