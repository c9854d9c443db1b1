using Minima.Reals;

namespace Minima.Writers;

/// <summary>Writes formulas and their derivatives: as mathematics for people, as code for machines.</summary>
/// <remarks>
/// <para>Mathematics (LaTeX, MathML) is simplified as a person would write it: <see cref="Symbol.Simplify"/>. Code (SQL, C#, Python) keeps the stable
/// forms and the choices at kinks, and computes the same numbers as Minima, up to rounding.</para>
/// <para>NaN: a comparison with a NaN takes the branch "otherwise", in every language. SQL: a NULL in any column used gives NULL.</para>
/// </remarks>
public static class FormulaWriter
{
    /// <summary>The formula of a loss. Inputs bound to a number are written as that number. SQL has the parameters as numbers, the other languages by name.</summary>
    /// <exception cref="NotSupportedException">The loss is not a formula over the elements of its inputs, or nests too deeply for the language.</exception>
    public static string Write(Loss loss, FormulaLanguage language)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return Write(language.IsMathematics ? LossFormula.DisplayedOf(loss).Value : LossFormula.ValueOf(loss), language, loss.Entry.Key, loss);
    }

    /// <summary>
    /// The formula in general, with every parameter by its letter or name, as the file of the loss declares it for LaTeX and MathML (<see cref="LossEntry.Latex"/>).
    /// Null if it declares none, because <see cref="Write(Loss, FormulaLanguage)"/> is complete, and for code.
    /// </summary>
    public static string? WriteGeneral(Loss loss, FormulaLanguage language)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return (loss.Entry.Latex.Length, language) switch
        {
            ( > 0, FormulaLanguage.Latex) => loss.Entry.Latex,
            ( > 0, FormulaLanguage.MathMl) => DeclaredLatex.ToMathMl(loss.Entry.Latex),
            _ => null,
        };
    }

    /// <summary>The parameters that the formula of a loss as mathematics does not name, or that choose its form: it holds only at their values.</summary>
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

    /// <summary>
    /// A query that adds the value of a loss and its derivatives with respect to the prediction to the rows of a source: columns <c>minima_value</c>, <c>minima_derivative</c> and
    /// <c>minima_second_derivative</c>. Shared parts are computed once, in nested derived tables. There is no scalar sub-select, so that databases can run it column-wise and on shards.
    /// </summary>
    /// <param name="loss">The loss. The source has a column for each of its unbound inputs, by the input's name (<c>prediction</c>, <c>target</c>).</param>
    /// <param name="source">The text after FROM: a table, or a query in parentheses with a name.</param>
    /// <param name="engine">The database that the query is for.</param>
    /// <exception cref="NotSupportedException">The loss is not a formula over the elements of its inputs, or nests too deeply.</exception>
    public static string WriteQuery(Loss loss, string source, SqlEngine engine = SqlEngine.DuckDb)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        return SqlWriter.Query(
            [
                ("minima_value", LossFormula.ValueOf(loss)),
                ("minima_derivative", LossFormula.DerivativeOf(loss, 0, guarded: true)),
                ("minima_second_derivative", LossFormula.CurvatureOf(loss)),
            ],
            source,
            engine);
    }

    /// <summary>Writes an expression. As a function it has the name <c>formula</c>.</summary>
    /// <exception cref="NotSupportedException">It has a primitive that the library does not know, or nests too deeply for the language.</exception>
    public static string Write(Symbol symbol, FormulaLanguage language)
    {
        if (symbol.Graph is null)
        {
            throw new ArgumentException("a default Symbol is not an expression; record one with SymbolGraph.Record", nameof(symbol));
        }

        return Write(LossFormula.Rewrite(symbol, new Dictionary<int, double>(), symbol.Graph.Parameters), language, "formula", null);
    }

    /// <summary>Writes an expression; as a function it has the given name, and its parameters as numbers, because they may have chosen the form of the formula.</summary>
    internal static string WriteNamed(Symbol symbol, FormulaLanguage language, string name)
    {
        return WriteAs(LossFormula.Rewrite(symbol, new Dictionary<int, double>(), IsFunction(language) ? [] : symbol.Graph.Parameters), language, name);
    }

    /// <summary>Writes an expression as mathematics, with letters that are more than a column.</summary>
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

    /// <summary>True if the language has functions with parameters that have defaults.</summary>
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
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "formulas cannot be written in this language"),
    };
}
