using Minima.Reals;
using Minima.Writers;

namespace Minima.Analysis;

/// <summary>
/// The formula of a row loss as an expression that can be written and differentiated. It is over the log-probability of a class if the loss depends on
/// nothing else, otherwise over a row of three classes, the first of which is the label.
/// </summary>
public sealed class RowExpression
{
    /// <summary>The number of classes in a row that is written out.</summary>
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

    /// <summary>True if the loss is a formula on the log-probability log_p of a class; its gradient with respect to x_k is then f'(log_p) (1[k = y] - p_k).</summary>
    public bool IsOfLogProbability { get; }

    /// <summary>
    /// True if the displayed mathematics is a formula on the probability of a class too: every parameter is in that formula. Smoothing and class
    /// factors are not, so a loss with one of them is written out for three classes.
    /// </summary>
    public bool IsDisplayedOfProbability => IsOfLogProbability && _ofProbability.Value is not null;

    /// <summary>The proportion of every target that label smoothing distributes evenly over the classes; 0 if the loss is not a formula on log-probabilities.</summary>
    public double Smoothing { get; }

    /// <summary>The factors of the classes; 1 if the loss is not a formula on log-probabilities.</summary>
    public PerClass Factors { get; }

    /// <summary>The parameters that the displayed formula contains only as numbers: choices, and numbers that determine its form.</summary>
    public IReadOnlyList<string> FixedParameters => IsDisplayedOfProbability ? _ofProbability.Value!.Fixed : _ofClasses.Value.Fixed;

    /// <summary>The parameters that the displayed formula contains by name but the loss clamps to bounds far from their values.</summary>
    public IReadOnlyList<string> BoundedParameters => IsDisplayedOfProbability ? _ofProbability.Value!.Near : _ofClasses.Value.Near;

    /// <summary>The names of the columns or variables of the expression: log_p; or x_1, x_2, x_3 and, if targets are rows, t_1, t_2, t_3.</summary>
    public IReadOnlyList<string> Inputs => _value.Graph.Inputs;

    /// <summary>The columns of the formula in a language: <see cref="Inputs"/>, or x_1, x_2, x_3 and t_1, t_2, t_3 for the display over three classes.</summary>
    public IReadOnlyList<string> ColumnsIn(FormulaLanguage language) => language.IsMathematics && !IsDisplayedOfProbability ? OfClasses.Columns : Inputs;

    /// <summary>The display over a row of three classes.</summary>
    internal DisplayedRow OfClasses => _ofClasses.Value;

    /// <summary>The expression itself.</summary>
    internal Symbol Value => _value;

    /// <summary>True if the loss is a row loss, which has such an expression.</summary>
    public static bool CanWrite(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Entry.Row is not null;
    }

    /// <summary>The expression of a row loss at its parameters.</summary>
    /// <exception cref="NotSupportedException">The loss is not a row loss, or a parameter is a list of another length than three.</exception>
    public static RowExpression Of(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new(loss);
    }

    /// <summary>The value. In code, in stable forms; in mathematics, as a person would write it, with its parameters by name, over the probability p in place of its logarithm.</summary>
    /// <exception cref="NotSupportedException">The expression nests too deeply for the language.</exception>
    public string Write(FormulaLanguage language) =>
        !language.IsMathematics ? FormulaWriter.WriteNamed(_value, language, _loss.Entry.Key)
        : IsDisplayedOfProbability ? FormulaWriter.Write(OfProbability(_ofProbability.Value!.Value, "p"), language)
        : FormulaWriter.WriteMathematics(OfClasses.Value, language, OfClasses.Definitions);

    /// <summary>The derivative with respect to one of <see cref="Inputs"/>, in mathematics to one of the variables of <see cref="Write"/>. The one with respect to log p is written over p.</summary>
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
    /// <exception cref="InvalidOperationException">The loss is not a formula on log-probabilities.</exception>
    /// <exception cref="NotSupportedException">The expression nests too deeply for the language.</exception>
    public string WriteSecondDerivative(FormulaLanguage language) => IsOfLogProbability
        ? FormulaWriter.WriteNamed(_value.Derivative(0, guarded: true).Derivative(0, guarded: true), language, $"{_loss.Entry.Key}_second_derivative_by_{Inputs[0]}")
        : throw new InvalidOperationException($"{_loss.Entry.Key}: the formula does not take log-probabilities; Write gives it over a row of three classes.");

    /// <summary>The value as text over a probability of the given name: <c>-log(p_y)</c>.</summary>
    /// <exception cref="InvalidOperationException">The loss is not a formula on log-probabilities.</exception>
    public string ValueOfProbability(string name) => FormulaWriter.Write(OfProbability(NamedValue, name), FormulaLanguage.Text);

    /// <summary>
    /// The derivative with respect to the log-probability, as text over a probability of the given name. If the text with the opposite sign is shorter, returns
    /// that one and true: for cross-entropy <c>1</c>, negated.
    /// </summary>
    /// <exception cref="InvalidOperationException">The loss is not a formula on log-probabilities.</exception>
    public (string Text, bool IsNegated) SlopeOfProbability(string name)
    {
        var slope = NamedValue.Derivative(0, guarded: false);
        var plain = FormulaWriter.Write(OfProbability(slope, name), FormulaLanguage.Text);
        var negated = FormulaWriter.Write(OfProbability(slope.Graph.Record(_ => -slope), name), FormulaLanguage.Text);
        return negated.Length < plain.Length ? (negated, true) : (plain, false);
    }

    private Symbol NamedValue => _ofProbability.Value?.Value ?? _value;

    /// <summary>The formula on the log-probability with its parameters by name; null if one of them is outside this formula.</summary>
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
            throw new InvalidOperationException($"{_loss.Entry.Key}: the formula does not take log-probabilities; Write gives it over a row of three classes.");
        }

        var facts = new SymbolFacts { Positive = new HashSet<string>(RowRecorder.PositiveParameters(_loss), StringComparer.Ordinal) { name }, Points = RowRecorder.Points([Domain.Unit]), WidestClamp = 40 };
        return new SymbolGraph([name], symbol.Graph.Parameters) { Facts = facts }.Record(graph => symbol.Evaluate<Folded>(inputs: [new(Logarithm(graph.Input(0)))]).Symbol);
    }

    private static T Logarithm<T>(T x)
        where T : IReal<T> => T.Log(x);
}
