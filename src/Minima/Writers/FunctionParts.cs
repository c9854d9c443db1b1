using Minima.Reals;

namespace Minima.Writers;

/// <summary>The shared part of the writers of functions: the parameters and helper functions that a text uses.</summary>
internal static class FunctionParts
{
    /// <summary>The parameters that occur in an expression, by name in the text, with their values.</summary>
    public static IEnumerable<(string Name, double Value)> Parameters(Symbol symbol, CodeText text)
    {
        var graph = symbol.Graph;
        var used = graph.NodesOf(symbol).Where(i => graph[i].Kind == SymbolKind.Parameter).Select(i => graph[i].A).ToHashSet();
        return Enumerable.Range(0, graph.Parameters.Count).Where(used.Contains).Select(i => (text.Parameters[i], graph.Parameters[i].Value));
    }

    /// <summary>The helpers that a text calls, and those that they call, in the order of the table.</summary>
    public static IEnumerable<string> Helpers(IEnumerable<string> texts, IReadOnlyDictionary<string, string> table)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>(texts);
        while (pending.TryPop(out var text))
        {
            foreach (var (name, source) in table)
            {
                if (!found.Contains(name) && Calls(text, name))
                {
                    found.Add(name);
                    pending.Push(source);
                }
            }
        }

        return table.Keys.Where(found.Contains).Select(name => table[name]);
    }

    private static bool Calls(string text, string name) =>
        WholeWords.Occur(text, name + "(", static before => char.IsLetterOrDigit(before) || before is '_' or '.', static _ => false);
}
