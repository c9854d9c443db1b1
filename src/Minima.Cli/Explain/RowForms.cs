using Minima.Analysis;
using Minima.Writers;

namespace Minima.Cli.Explain;

/// <summary>The expression of a row loss in a form: code has a comment that describes its columns.</summary>
internal static class RowForms
{
    /// <summary>The value, or the derivative with respect to the first input.</summary>
    /// <exception cref="NotSupportedException">The expression cannot be written in this form.</exception>
    public static string Write(RowExpression expression, FormulaLanguage language, bool derivative)
    {
        var text = derivative ? expression.WriteDerivative(language) : expression.Write(language);
        var note = derivative && IsOfProbability(expression, language) ? $"{Note(expression, language)}; the gradient with respect to x_k is this times (1[k = y] - p_k)" : Note(expression, language);
        return language switch
        {
            FormulaLanguage.Latex => $"% {note}\n{text}",
            FormulaLanguage.MathMl => $"<!-- {note} -->\n{text}",
            FormulaLanguage.Sql => $"-- {note}\n{text}",
            FormulaLanguage.CSharp or FormulaLanguage.JavaScript => $"// {note}\n{text}",
            FormulaLanguage.Python => $"# {note}\n{text}",
            _ => text,
        };
    }

    private static bool IsOfProbability(RowExpression expression, FormulaLanguage language) => language.IsMathematics ? expression.IsDisplayedOfProbability : expression.IsOfLogProbability;

    private static string Note(RowExpression expression, FormulaLanguage language)
    {
        if (IsOfProbability(expression, language))
        {
            return language.IsMathematics ? "p: softmax probability of the label" : "log_p: log softmax probability of the label";
        }

        string[] inputs = [.. expression.ColumnsIn(language)];
        var columns = string.Join(", ", inputs);
        return inputs.Length > RowExpression.Classes ? $"{columns}: predictions and targets of a row of three classes" : $"{columns}: predictions of a row of three classes, the first the label";
    }
}
