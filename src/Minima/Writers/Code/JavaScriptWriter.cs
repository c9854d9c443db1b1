using System.Text;
using Minima.Reals;

namespace Minima.Writers;

/// <summary>Writes an expression as a self-contained JavaScript function. Functions that Math lacks are inside it.</summary>
internal static class JavaScriptWriter
{
    public static string Write(Symbol symbol, string name)
    {
        var text = CodeText.Of(symbol, JavaScriptDialect.Instance);
        string[] texts = [.. text.Parts.Select(p => p.Text), text.Result.Text];
        var parameters = FunctionParts.Parameters(symbol, text).Select(p => $"{p.Name} = {JavaScriptDialect.Instance.Number(p.Value).Text}").ToList();
        var signature = text.Inputs.Concat(parameters.Count == 0 ? [] : [$"{{ {string.Join(", ", parameters)} }} = {{}}"]);
        var function = new StringBuilder("function ").Append(NameOf(name)).Append('(').AppendJoin(", ", signature).Append(") {\n");
        foreach (var line in FunctionParts.Helpers(texts, JavaScriptTable.Helpers).SelectMany(helper => helper.ReplaceLineEndings("\n").Split('\n')))
        {
            function.Append("  ").Append(line).Append('\n');
        }

        foreach (var part in text.Parts)
        {
            function.Append("  const ").Append(part.Name).Append(" = ").Append(part.Text).Append(";\n");
        }

        return function.Append("  return ").Append(text.Result.Text).Append(";\n}\n").ToString();
    }

    /// <summary><c>sigmoid_focal</c> as <c>sigmoidFocal</c>.</summary>
    private static string NameOf(string name)
    {
        var pascal = Identifiers.Pascal(name);
        return Identifiers.Of([char.ToLowerInvariant(pascal[0]) + pascal[1..]], JavaScriptDialect.Instance.Reserved)[0];
    }
}
