using System.Text;
using Minima.Reals;

namespace Minima.Writers;

/// <summary>Writes an expression as a static method of C#. Functions that System.Math lacks are local functions; special functions come from Minima.</summary>
internal static class CSharpWriter
{
    public static string Write(Symbol symbol, string name)
    {
        var text = CodeText.Of(symbol, CSharpDialect.Instance);
        string[] texts = [.. text.Parts.Select(p => p.Text), text.Result.Text];
        var method = new StringBuilder();
        if (texts.Any(t => t.Contains(CSharpTable.Library, StringComparison.Ordinal)))
        {
            method.Append("// The special functions are those of the package Minima.\n");
        }

        var signature = text.Inputs.Select(i => "double " + i)
            .Concat(FunctionParts.Parameters(symbol, text).Select(p => $"double {p.Name} = {CSharpDialect.Instance.Number(p.Value).Text}"));
        method.Append("public static double ").Append(Identifiers.Pascal(name)).Append('(').AppendJoin(", ", signature).Append(")\n{\n");
        foreach (var part in text.Parts)
        {
            method.Append("    var ").Append(part.Name).Append(" = ").Append(part.Text).Append(";\n");
        }

        method.Append("    return ").Append(text.Result.Text).Append(";\n");
        foreach (var helper in FunctionParts.Helpers(texts, CSharpTable.Helpers))
        {
            method.Append('\n');
            foreach (var line in helper.ReplaceLineEndings("\n").Split('\n'))
            {
                method.Append(line.Length == 0 ? "" : "    ").Append(line).Append('\n');
            }
        }

        return method.Append("}\n").ToString();
    }
}
