using System.Text;
using Minima.Reals;

namespace Minima.Writers;

/// <summary>Writes an expression as a Python function over NumPy arrays. np.where computes both branches, so warnings are switched off.</summary>
internal static class PythonWriter
{
    public static string Write(Symbol symbol, string name)
    {
        var text = CodeText.Of(symbol, PythonDialect.Instance);
        string[] texts = [.. text.Parts.Select(p => p.Text), text.Result.Text];
        string[] helpers = [.. FunctionParts.Helpers(texts, PythonTable.Helpers).Select(h => h.ReplaceLineEndings("\n"))];
        var module = new StringBuilder("import numpy as np\n");
        if (texts.Concat(helpers).Any(t => t.Contains("special.", StringComparison.Ordinal)))
        {
            module.Append("from scipy import special  # what NumPy lacks\n");
        }

        foreach (var helper in helpers)
        {
            module.Append("\n\n").Append(helper).Append('\n');
        }

        var parameters = FunctionParts.Parameters(symbol, text).Select(p => $"{p.Name}={PythonDialect.Instance.Number(p.Value).Text}").ToList();
        var signature = text.Inputs.Concat(parameters.Count == 0 ? [] : ["*", .. parameters]);
        var function = Identifiers.Of([name], PythonDialect.Instance.Reserved)[0];
        module.Append("\n\ndef ").Append(function).Append('(').AppendJoin(", ", signature).Append("):\n");
        foreach (var input in text.Inputs)
        {
            module.Append("    ").Append(input).Append(" = np.asarray(").Append(input).Append(", dtype=float)\n");
        }

        module.Append("    with np.errstate(all=\"ignore\"):\n");
        foreach (var part in text.Parts)
        {
            module.Append("        ").Append(part.Name).Append(" = ").Append(part.Text).Append('\n');
        }

        return module.Append("        return ").Append(text.Result.Text).Append('\n').ToString();
    }
}
