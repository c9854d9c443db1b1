using System.Numerics;
using Minima.Reals;

namespace Minima.Writers;

/// <summary>Finds inputs whose NULL an expression may ignore, as CASE and greatest do.</summary>
internal static class Nulls
{
    /// <summary>The inputs of an expression whose NULL may not make the result NULL.</summary>
    public static IReadOnlyList<int> Unseen(Symbol symbol)
    {
        var graph = symbol.Graph;
        var seen = new Dictionary<int, BigInteger>();
        var used = BigInteger.Zero;
        foreach (var index in graph.NodesOf(symbol))
        {
            var node = graph[index];
            switch (node.Kind)
            {
                case SymbolKind.Input:
                    seen[index] = BigInteger.One << node.A;
                    used |= seen[index];
                    break;
                case SymbolKind.IfLess:
                    // A NULL in the comparison takes the last branch.
                    seen[index] = seen[node.D] & (seen[node.A] | seen[node.B] | seen[node.C]);
                    break;
                case SymbolKind.Function when node.Function!.Primitive == typeof(Max):
                    seen[index] = seen[node.A] & seen[node.B];
                    break;
                default:
                    seen[index] = BigInteger.Zero;
                    for (var k = 0; k < node.Operands; k++)
                    {
                        seen[index] |= seen[node.Operand(k)];
                    }

                    break;
            }
        }

        var unseen = used & ~seen[symbol.Index];
        return [.. Enumerable.Range(0, graph.Inputs.Count).Where(i => !((unseen >> i) & BigInteger.One).IsZero)];
    }
}
