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
    public const int Classes = ClassNames.Count;

    private readonly Loss _loss;
    private readonly Symbol _value;
    private readonly Lazy<DisplayedRow> _ofClasses;
    private readonly Lazy<ParametricFormula?> _ofProbability;

    private RowExpression(Loss loss)
    {
        _loss = loss;
        _ofClasses = new(() => DisplayedRow.Of(loss));
        _ofProbability = new(() => NamedOfProbability(loss));
        if (RowRecorder.OfLogProbability(loss) is { } recorded)
        {
            (_value, Smoothing, Factors) = (recorded.Value, recorded.Smoothing, recorded.Factors);
            IsOfLogProbability = true;
            return;
        }

        (_value, Smoothing, Factors) = (RowRecorder.OfClasses(loss, namesClasses: false).Fold(), 0, 1);
    }

    /// <summary>The loss is a formula on the log-probability log_p of a class, so that its gradient with respect to x_k is f'(log_p) (1[k = y] - p_k).</summary>
    public bool IsOfLogProbability { get; }

    /// <summary>
    /// As mathematics, too, it is a formula on the probability of a class: every parameter is in that formula. Smoothing and factors of
    /// classes are not, so that a loss with one of them is written out for three classes.
    /// </summary>
    public bool IsDisplayedOfProbability => IsOfLogProbability && _ofProbability.Value is not null;

    /// <summary>The share of every target that is spread evenly over the classes; 0 where the formula is no formula on log-probabilities.</summary>
    public double Smoothing { get; }

    /// <summary>The factors of the classes; 1 where the formula is no formula on log-probabilities.</summary>
    public PerClass Factors { get; }

    /// <summary>The parameters that the formula, as mathematics, holds at their values only: choices, and numbers that it takes its form by.</summary>
    public IReadOnlyList<string> FixedParameters => IsDisplayedOfProbability ? _ofProbability.Value!.Fixed : _ofClasses.Value.Fixed;

    /// <summary>The parameters that the formula, as mathematics, has by name, but that the loss holds between bounds which are far from their values.</summary>
    public IReadOnlyList<string> BoundedParameters => IsDisplayedOfProbability ? _ofProbability.Value!.Near : _ofClasses.Value.Near;

    /// <summary>The names of the columns or variables that the expression is over: log_p; or x_1, x_2, x_3 and, where targets are rows, t_1, t_2, t_3.</summary>
    public IReadOnlyList<string> Inputs => _value.Graph.Inputs;

    /// <summary>The columns that the formula is over in a language: <see cref="Inputs"/>, or x_1, x_2, x_3 and t_1, t_2, t_3 of what is displayed over three classes.</summary>
    public IReadOnlyList<string> ColumnsIn(FormulaLanguage language) => language.IsMathematics && !IsDisplayedOfProbability ? OfClasses.Columns : Inputs;

    /// <summary>What is displayed over a row of three classes.</summary>
    internal DisplayedRow OfClasses => _ofClasses.Value;

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
        return new(loss);
    }

    /// <summary>The value: in code in stable forms; in mathematics as a person would write it, with its parameters by name, over the probability p in place of its logarithm.</summary>
    /// <exception cref="NotSupportedException">The expression nests too deeply for the language.</exception>
    public string Write(FormulaLanguage language) =>
        !language.IsMathematics ? FormulaWriter.WriteNamed(_value, language, _loss.Entry.Key)
        : IsDisplayedOfProbability ? FormulaWriter.Write(OfProbability(_ofProbability.Value!.Value, "p"), language)
        : FormulaWriter.WriteMathematics(OfClasses.Value, language, OfClasses.Definitions);

    /// <summary>The derivative with respect to one of <see cref="Inputs"/>, in mathematics to one of what <see cref="Write"/> is over; that by log p is written over p.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    /// <exception cref="NotSupportedException">The expression nests too deeply for the language.</exception>
    public string WriteDerivative(FormulaLanguage language, int input = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(input, language.IsMathematics && !IsDisplayedOfProbability ? OfClasses.Value.Graph.Inputs.Count : Inputs.Count);
        return !language.IsMathematics ? FormulaWriter.WriteNamed(_value.Derivative(input, guarded: true), language, $"{_loss.Entry.Key}_derivative_by_{Inputs[input]}")
            : IsDisplayedOfProbability ? FormulaWriter.Write(OfProbability(_ofProbability.Value!.Value.Derivative(0, guarded: false), "p"), language)
            : FormulaWriter.WriteMathematics(OfClasses.Derivative(input), language, OfClasses.Definitions);
    }

    /// <summary>The second derivative with respect to the log-probability, as code.</summary>
    /// <exception cref="InvalidOperationException">The loss is no formula on log-probabilities.</exception>
    /// <exception cref="NotSupportedException">The expression nests too deeply for the language.</exception>
    public string WriteSecondDerivative(FormulaLanguage language) => IsOfLogProbability
        ? FormulaWriter.WriteNamed(_value.Derivative(0, guarded: true).Derivative(0, guarded: true), language, $"{_loss.Entry.Key}_second_derivative_by_{Inputs[0]}")
        : throw new InvalidOperationException($"{_loss.Entry.Key}: the formula is no formula on log-probabilities; Write has it over a row of three classes.");

    /// <summary>The value as text over a probability of the given name: <c>-log(p_y)</c>.</summary>
    /// <exception cref="InvalidOperationException">The loss is no formula on log-probabilities.</exception>
    public string ValueOfProbability(string name) => FormulaWriter.Write(OfProbability(NamedValue, name), FormulaLanguage.Text);

    /// <summary>
    /// The slope with respect to the log-probability, as text over a probability of the given name, and whether it is that with the opposite sign, which
    /// is taken where it is shorter: of cross-entropy <c>1</c>, negated.
    /// </summary>
    /// <exception cref="InvalidOperationException">The loss is no formula on log-probabilities.</exception>
    public (string Text, bool IsNegated) SlopeOfProbability(string name)
    {
        var slope = NamedValue.Derivative(0, guarded: false);
        var plain = FormulaWriter.Write(OfProbability(slope, name), FormulaLanguage.Text);
        var negated = FormulaWriter.Write(OfProbability(slope.Graph.Record(_ => -slope), name), FormulaLanguage.Text);
        return negated.Length < plain.Length ? (negated, true) : (plain, false);
    }

    private Symbol NamedValue => _ofProbability.Value?.Value ?? _value;

    /// <summary>The formula on the log-probability with its parameters by name; null where one of them is in what is around it.</summary>
    private static ParametricFormula? NamedOfProbability(Loss loss)
    {
        if (RowRecorder.OfLogProbability(loss) is not { } own)
        {
            return null;
        }

        var named = ParametricFormula.AsRecorded(loss, l => RowRecorder.OfLogProbability(l)?.Value ?? RowRecorder.OfClasses(l, namesClasses: false));
        var used = named.Value.Graph.NodesOf(named.Value).Select(i => named.Value.Graph[i]).Where(n => n.Kind == SymbolKind.Parameter).Select(n => named.Value.Graph.Parameters[n.A].Name).ToHashSet(StringComparer.Ordinal);
        return own.Smoothing == 0 && own.Factors == 1.0 && loss.Entry.Parameters.All(p => used.Contains(p.Name) || p.Kind is ParameterKind.Integer or ParameterKind.Boolean or ParameterKind.Choice) ? named : null;
    }

    private Symbol OfProbability(Symbol symbol, string name)
    {
        if (!IsOfLogProbability)
        {
            throw new InvalidOperationException($"{_loss.Entry.Key}: the formula is no formula on log-probabilities; Write has it over a row of three classes.");
        }

        var facts = new SymbolFacts { Positive = new HashSet<string>(RowRecorder.PositiveParameters(_loss), StringComparer.Ordinal) { name }, Points = RowRecorder.Points([Domain.Unit]), WidestClamp = 40 };
        return new SymbolGraph([name], symbol.Graph.Parameters) { Facts = facts }.Record(graph => symbol.Evaluate<Folded>(inputs: [new(Logarithm(graph.Input(0)))]).Symbol);
    }

    private static T Logarithm<T>(T x)
        where T : IReal<T> => T.Log(x);
}
