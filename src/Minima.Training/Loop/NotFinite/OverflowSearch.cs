using Minima.Reals;

namespace Minima.Training;

/// <summary>Decides if a result that is not finite overflowed its type, or is outside the domain of a function.</summary>
internal static class OverflowSearch
{
    /// <summary>Operations with a finite value at every finite input: a result that is not finite has overflowed.</summary>
    private static readonly HashSet<string> Everywhere = new(StringComparer.Ordinal)
    {
        "exp", "expm1", "add", "subtract", "multiply", "sum", "scale and shift", "matrix product", "linear", "convolution", "cumulative sum", "squared distances of pairs", "mean of windows", "sum by index", "sums at index",
    };

    /// <param name="node">A node with finite inputs and a result that is not finite.</param>
    /// <param name="objective">The losses, whose formulas decide about their own results.</param>
    public static bool IsOverflow(Node node, Objective objective)
    {
        if (node.Operation is not { } operation) return false;
        if (Everywhere.Contains(operation.Name)) return true;
        var loss = objective.Terms.Select(term => term.Loss).FirstOrDefault(loss => loss.Entry.Key == operation.Name);
        return loss is { Entry.IsPoint: true } && loss is not TensorLoss && OfLoss(node, loss);
    }

    /// <summary>Follows the formula at the first element whose loss is not finite, in the element type of the training, to the operation that caused it.</summary>
    private static bool OfLoss(Node node, Loss loss)
    {
        var columns = Enumerable.Range(0, node.InputCount).Select(i => new Tensor(node.Input(i)).ToArray()).ToArray();
        var symbol = SymbolGraph.Record(loss);
        if (columns.Length != symbol.Graph.Inputs.Count || columns.Any(column => column.Length != columns[0].Length)) return false;
        for (var i = 0; i < columns[0].Length; i++)
        {
            var row = i;
            var cause = node.Type == ElementType.Single
                ? new Walk(symbol.Graph, at => symbol.Graph.Evaluate(at, Array.ConvertAll(columns, column => new F32((float)column[row])), symbol.Graph.ParameterValues).X).Cause(symbol.Index)
                : new Walk(symbol.Graph, at => symbol.Graph.Evaluate(at, Array.ConvertAll(columns, column => new F64(column[row])), symbol.Graph.ParameterValues).X).Cause(symbol.Index);
            if (cause is { } overflows) return overflows;
        }

        // Each row is finite, but not their sum.
        return true;
    }

    /// <summary>Walks from a result back to the first operation that is not finite although its operands are.</summary>
    private sealed class Walk(SymbolGraph graph, Func<int, double> value)
    {
        /// <summary>True if it overflowed; null if the result is finite.</summary>
        public bool? Cause(int at)
        {
            var result = value(at);
            if (double.IsFinite(result)) return null;
            var node = graph[at];

            // Of a condition only the branch taken counts.
            if (node.Kind == SymbolKind.IfLess) return Cause(value(node.A) < value(node.B) ? node.C : node.D);
            for (var i = 0; i < node.Operands; i++)
            {
                if (node.Kind != SymbolKind.StraightThrough || i == 0)
                {
                    if (Cause(node.Operand(i)) is { } cause) return cause;
                }
            }

            return node.Kind switch
            {
                // An infinity of the formula itself, such as 1/0, is no overflow.
                SymbolKind.Constant => false,
                SymbolKind.Divide => value(node.B) != 0,
                SymbolKind.Power => value(node.A) > 0 || (value(node.A) < 0 && double.IsInfinity(result)),
                SymbolKind.Function => node.Function!.Name is "exp" or "expm1" or "log_gamma" or "lgamma" or "sinh" or "cosh" or "square" && !double.IsNaN(result),
                _ => true,
            };
        }
    }
}
