using Minima.Reals;

namespace Minima.Writers;

/// <summary>Writes formulas and their derivatives: as mathematics for people, as code for machines.</summary>
/// <remarks>
/// <para>Mathematics (LaTeX, MathML) is simplified as a person would write it: <see cref="Symbol.Simplify"/>. Code (SQL, C#, Python) keeps the stable
/// forms and the choices at kinks, and gives the number that Minima gives, up to rounding.</para>
/// <para>NaN: a comparison with a NaN takes the branch "otherwise", in every language. SQL: a NULL in any column that is used gives NULL.</para>
/// </remarks>
public static class FormulaWriter
{
    /// <summary>The formula of a loss. Inputs that it binds to a number are that number; SQL has the parameters as numbers, the others by name.</summary>
    /// <exception cref="NotSupportedException">The loss is not a formula over the elements of its inputs, or nests too deeply for the language.</exception>
    public static string Write(Loss loss, FormulaLanguage language)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return Write(language.IsMathematics ? LossFormula.DisplayedOf(loss).Value : LossFormula.ValueOf(loss), language, loss.Entry.Key, loss);
    }

    /// <summary>The parameters that the formula of a loss, as mathematics, does not have by name, or takes its form by: it holds at their values only.</summary>
    /// <exception cref="NotSupportedException">The loss is not a formula over the elements of its inputs.</exception>
    public static IReadOnlyList<string> FixedParameters(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return LossFormula.DisplayedOf(loss).Fixed;
    }

    /// <summary>The derivative of a loss with respect to one of its inputs, by the order of the formula; 0 is the prediction in nearly every loss.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    /// <exception cref="NotSupportedException">The loss is not a formula over the elements of its inputs, or nests too deeply for the language.</exception>
    public static string WriteDerivative(Loss loss, FormulaLanguage language, int input = 0)
    {
        ArgumentNullException.ThrowIfNull(loss);
        var derivative = language is FormulaLanguage.Latex or FormulaLanguage.MathMl or FormulaLanguage.Text
            ? LossFormula.DisplayedDerivativeOf(loss, input)
            : LossFormula.DerivativeOf(loss, input, guarded: true);
        return Write(derivative, language, loss.Entry.Key + "_derivative" + (input == 0 ? "" : "_by_" + loss.Entry.Inputs[input].Name), loss);
    }

    /// <summary>The second derivative of a loss with respect to one of its inputs: the diagonal of its Hessian.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    /// <exception cref="NotSupportedException">The loss is not a formula over the elements of its inputs, or nests too deeply for the language.</exception>
    public static string WriteSecondDerivative(Loss loss, FormulaLanguage language, int input = 0)
    {
        ArgumentNullException.ThrowIfNull(loss);
        var derivative = LossFormula.SecondDerivativeOf(loss, input, guarded: language is not (FormulaLanguage.Latex or FormulaLanguage.MathMl or FormulaLanguage.Text));
        return Write(derivative, language, loss.Entry.Key + "_second_derivative" + (input == 0 ? "" : "_by_" + loss.Entry.Inputs[input].Name), loss);
    }

    /// <summary>An expression. As a function it is called <c>formula</c>.</summary>
    /// <exception cref="NotSupportedException">It has a primitive that is not one of the library's, or nests too deeply for the language.</exception>
    public static string Write(Symbol symbol, FormulaLanguage language)
    {
        if (symbol.Graph is null)
        {
            throw new ArgumentException("a default Symbol is no expression; record one with SymbolGraph.Record", nameof(symbol));
        }

        return Write(LossFormula.Rewrite(symbol, new Dictionary<int, double>(), symbol.Graph.Parameters), language, "formula", null);
    }

    /// <summary>An expression; as a function it has a name of its own, and numbers for parameters: a formula may have chosen its form by them.</summary>
    internal static string WriteNamed(Symbol symbol, FormulaLanguage language, string name)
    {
        return WriteAs(LossFormula.Rewrite(symbol, new Dictionary<int, double>(), IsFunction(language) ? [] : symbol.Graph.Parameters), language, name);
    }

    /// <summary>An expression as mathematics, with letters that stand for more than a column.</summary>
    internal static string WriteMathematics(Symbol symbol, FormulaLanguage language, IReadOnlyList<LetterDefinition> letters) => WriteAs(symbol, language, "formula", letters);

    private static string Write(Symbol symbol, FormulaLanguage language, string name, Loss? loss)
    {
        if (loss is not null && IsFunction(language))
        {
            var exchangeable = LossFormula.Exchangeable(loss);
            symbol = LossFormula.Rewrite(symbol, new Dictionary<int, double>(), [.. symbol.Graph.Parameters.Where(p => exchangeable.Contains(p.Name))]);
        }

        return WriteAs(symbol, language, name);
    }

    /// <summary>What has parameters of its own, with defaults.</summary>
    private static bool IsFunction(FormulaLanguage language) => language is FormulaLanguage.CSharp or FormulaLanguage.Python or FormulaLanguage.JavaScript;

    private static string WriteAs(Symbol symbol, FormulaLanguage language, string name, IReadOnlyList<LetterDefinition>? letters = null) => language switch
    {
        FormulaLanguage.Latex => MathWriter.Write(symbol, LatexMarkup.Instance, letters ?? []),
        FormulaLanguage.MathMl => MathWriter.Write(symbol, MathMlMarkup.Instance, letters ?? []),
        FormulaLanguage.Text => MathWriter.Write(symbol, PlainMarkup.Instance, letters ?? []),
        FormulaLanguage.Sql => SqlWriter.Write(symbol),
        FormulaLanguage.CSharp => CSharpWriter.Write(symbol, name),
        FormulaLanguage.Python => PythonWriter.Write(symbol, name),
        FormulaLanguage.JavaScript => JavaScriptWriter.Write(symbol, name),
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "not a language that formulas are written in"),
    };
}
