using System.Globalization;
using Minima.Reals;
using Minima.Writers;

namespace Minima.Analysis;

/// <summary>
/// The formula of a row loss as an expression that can be written and differentiated: over the log-probability of a class where that is all
/// the loss asks for, else over a row of three classes of which the first is the label.
/// </summary>
public sealed class RowExpression
{
    /// <summary>How many classes a row has that is written out.</summary>
    public const int Classes = 3;

    private const string LogProbability = "log_p";
    private readonly Loss _loss;
    private readonly Symbol _value;

    private RowExpression(Loss loss, Symbol value, LogProbabilityRecorder? logProbability, RowLetters? letters)
    {
        Letters = letters;
        _loss = loss;
        _value = value;
        IsOfLogProbability = logProbability is not null;
        Smoothing = logProbability?.Smoothing ?? 0;
        Factors = logProbability?.Factors ?? 1;
    }

    /// <summary>The loss is a formula on the log-probability log_p of a class, so that its gradient by x_k is f'(log_p) (1[k = y] - p_k).</summary>
    public bool IsOfLogProbability { get; }

    /// <summary>The share of every target that is spread evenly over the classes; 0 where the formula is no formula on log-probabilities.</summary>
    public double Smoothing { get; }

    /// <summary>The factors of the classes; 1 where the formula is no formula on log-probabilities.</summary>
    public PerClass Factors { get; }

    /// <summary>The names of the columns or variables that the expression is over: log_p; or x_1, x_2, x_3 and, where targets are rows, t_1, t_2, t_3.</summary>
    public IReadOnlyList<string> Inputs => _value.Graph.Inputs;

    /// <summary>The same with letters for softmax and its like, for people to read; null where the formula has nothing of the kind.</summary>
    internal RowLetters? Letters { get; }

    /// <summary>The expression itself.</summary>
    internal Symbol Value => _value;

    /// <summary>Whether there is such an expression: the loss is a row loss.</summary>
    public static bool CanWrite(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Entry.Row is not null;
    }

    /// <summary>The expression of a row loss at its parameters.</summary>
    /// <exception cref="NotSupportedException">The loss is no row loss, or a parameter is a list of another length than three.</exception>
    public static RowExpression Of(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Accept(Recorder.Instance);
    }

    /// <summary>The value: in code in stable forms; in mathematics as a person would write it, over the probability p in place of its logarithm.</summary>
    /// <exception cref="NotSupportedException">The expression nests too deeply for the language.</exception>
    public string Write(FormulaLanguage language) => Letters is not null && IsMathematics(language)
        ? FormulaWriter.WriteMathematics(Letters.Value, language, Letters.Definitions)
        : Write(_value, language, _loss.Entry.Key);

    /// <summary>The derivative with respect to one of <see cref="Inputs"/>; in mathematics that by log p is written over p.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    /// <exception cref="NotSupportedException">The expression nests too deeply for the language.</exception>
    public string WriteDerivative(FormulaLanguage language, int input = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(input, Inputs.Count);
        if (Letters is not null && IsMathematics(language))
        {
            return FormulaWriter.WriteMathematics(Letters.Derivative(input), language, Letters.Definitions);
        }

        return Write(_value.Derivative(input, guarded: !IsMathematics(language)), language, $"{_loss.Entry.Key}_derivative_by_{Inputs[input]}");
    }

    /// <summary>What is meant for people to read, not for machines to run.</summary>
    public static bool IsMathematics(FormulaLanguage language) => language is FormulaLanguage.Latex or FormulaLanguage.MathMl or FormulaLanguage.Text;

    /// <summary>The derivative over columns as it is displayed.</summary>
    internal Symbol DisplayedDerivative(int input) => _value.Derivative(input, guarded: false).Simplify();

    private string Write(Symbol symbol, FormulaLanguage language, string name) => IsOfLogProbability && IsMathematics(language)
        ? FormulaWriter.Write(OfProbability(symbol, "p"), language)
        : FormulaWriter.WriteNamed(symbol, language, name);

    /// <summary>The value as text over a probability of the given name: <c>-log(p_y)</c>.</summary>
    /// <exception cref="InvalidOperationException">The loss is no formula on log-probabilities.</exception>
    public string ValueOfProbability(string name) => FormulaWriter.Write(OfProbability(_value, name), FormulaLanguage.Text);

    /// <summary>
    /// The slope by the log-probability, as text over a probability of the given name, and whether it is that with the opposite sign, which
    /// is taken where it is shorter: of cross-entropy <c>1</c>, negated.
    /// </summary>
    /// <exception cref="InvalidOperationException">The loss is no formula on log-probabilities.</exception>
    public (string Text, bool IsNegated) SlopeOfProbability(string name)
    {
        var slope = _value.Derivative(0, guarded: false);
        var plain = FormulaWriter.Write(OfProbability(slope, name), FormulaLanguage.Text);
        var negated = FormulaWriter.Write(OfProbability(slope.Graph.Record(_ => -slope), name), FormulaLanguage.Text);
        return negated.Length < plain.Length ? (negated, true) : (plain, false);
    }

    private Symbol OfProbability(Symbol symbol, string name)
    {
        if (!IsOfLogProbability)
        {
            throw new InvalidOperationException($"{_loss.Entry.Key}: the formula is no formula on log-probabilities; Write has it over a row of three classes.");
        }

        var facts = new SymbolFacts { Positive = new HashSet<string>(PositiveParameters(_loss), StringComparer.Ordinal) { name }, Points = Points([Domain.Unit]), WidestClamp = 40 };
        return new SymbolGraph([name], symbol.Graph.Parameters) { Facts = facts }.Record(graph => symbol.Evaluate<Folded>([new(Logarithm(graph.Input(0)))]).Symbol);
    }

    private static T Logarithm<T>(T x)
        where T : IReal<T> => T.Log(x);

    private static IEnumerable<string> PositiveParameters(Loss loss) =>
        loss.Entry.Parameters.Where(p => p.Domain is { Kind: DomainKind.Interval, Low: 0, LowOpen: true } or { Kind: DomainKind.Interval, Low: > 0 }).Select(p => p.Name);

    private static List<double[]> Points(Domain[] domains)
    {
        var random = new Random(1602);
        var points = new List<double[]>();
        for (var n = 0; n < 400; n++)
        {
            points.Add(Array.ConvertAll(domains, d => RowSamples.Draw(d, random, spread: n % 2 == 0 ? 1 : 10)));
        }

        return points;
    }

    /// <summary>Takes the formula on log-probabilities that a row loss gives itself as.</summary>
    private sealed class LogProbabilityRecorder(Loss loss, IReadOnlyList<SymbolParameter> parameters) : FusedRows
    {
        /// <summary>The formula was one on log-probabilities.</summary>
        public bool HasTaken { get; private set; }

        public Symbol Value { get; private set; }

        public double Smoothing { get; private set; }

        public PerClass Factors { get; private set; }

        public override void OfLogProbabilities<TLoss>(in TLoss formula, PerClass shifts)
        {
            if (shifts != 0.0)
            {
                return; // Of shifted logits, which are written out for three classes.
            }

            var own = formula;
            Domain[] domains = [Domain.AtMost(0)];
            var facts = new SymbolFacts { Positive = PositiveParameters(loss).ToHashSet(StringComparer.Ordinal), Points = Points(domains), WidestClamp = 40 };
            Value = new SymbolGraph([LogProbability], parameters) { Facts = facts }.Record(graph => own.OfLogProbability(graph.Input(0)));
            (Smoothing, Factors) = (own.Smoothing, own.Factors);
            HasTaken = true;
        }

        /// <summary>Not taken: a sum over classes is written out for three of them.</summary>
        public override void SumOfClasses<TLoss>(in TLoss formula) => HasTaken = false;
    }

    private sealed class Recorder : LossVisitor<RowExpression>
    {
        public static readonly Recorder Instance = new();

        public override RowExpression Row<TFormula>(Loss loss, TFormula formula)
        {
            var parameters = Parameters(loss);
            var recorder = new LogProbabilityRecorder(loss, parameters);
            F64[] one = [F64.Of(0)];
            if (formula.Of(new Row<F64>(recorder, one, new F64[Math.Max(1, TFormula.ScratchRows)])).X == FusedRows.Mark && recorder.HasTaken)
            {
                return new RowExpression(loss, recorder.Value, recorder, null);
            }

            var takesRows = TFormula.Targets == RowTargets.Rows;
            string[] names = [.. Numbered("x"), .. takesRows ? Numbered("t") : []];
            Domain[] domains = [.. names.Select((_, i) => loss.DomainOf(i / Classes))];
            var positive = names.Where((_, i) => domains[i] is { Kind: DomainKind.Interval, Low: >= 0 }).Concat(PositiveParameters(loss));
            var facts = new SymbolFacts { Positive = positive.ToHashSet(StringComparer.Ordinal), Points = Points(domains), WidestClamp = 40 };
            var graph = new SymbolGraph(names, parameters) { Facts = facts };
            var raw = graph.Record(g =>
            {
                Symbol[] inputs = [.. names.Select((_, i) => g.Input(i))];
                var scratch = new Symbol[Classes * Math.Max(1, TFormula.ScratchRows)];
                ReadOnlySpan<Symbol> prediction = inputs.AsSpan(0, Classes);
                return takesRows
                    ? formula.Of(new Row<Symbol>(prediction, inputs.AsSpan(Classes, Classes), [], scratch))
                    : formula.Of(new Row<Symbol>(prediction, g.Constant(0), g.Constant(1), [], scratch));
            });
            return new RowExpression(loss, raw.Fold(), null, RowLetters.Of(raw));
        }

        public override RowExpression Other(Loss loss) =>
            throw new NotSupportedException($"{loss.Entry.Key}: only a loss over rows of classes has an expression over a row; this one is a {loss.Entry.Shape}.");

        private static IEnumerable<string> Numbered(string letter) => Enumerable.Range(1, Classes).Select(k => string.Create(CultureInfo.InvariantCulture, $"{letter}_{k}"));

        private static List<SymbolParameter> Parameters(Loss loss)
        {
            var parameters = new List<SymbolParameter>();
            foreach (var (parameter, value) in loss.Entry.Parameters.Zip(loss.Parameters))
            {
                if (value is double or int)
                {
                    parameters.Add(new SymbolParameter(parameter.Name, Convert.ToDouble(value, CultureInfo.InvariantCulture)));
                }
            }

            return parameters;
        }
    }
}
