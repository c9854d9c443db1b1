using Minima.Reals;

namespace Minima.Training;

/// <summary>Whether a result that is not finite left the range of its type, or was asked for where a function has no value.</summary>
internal static class OverflowSearch
{
    /// <summary>Operations that have a finite value at every finite input: what is not finite has left the range.</summary>
    private static readonly HashSet<string> Everywhere = new(StringComparer.Ordinal)
    {
        "exp", "expm1", "add", "subtract", "multiply", "sum", "scale and shift", "matrix product", "linear", "convolution", "cumulative sum", "squared distances of pairs", "mean of windows", "sum by index", "sums at index",
    };

    /// <param name="node">Whose inputs are finite and whose result is not.</param>
    /// <param name="objective">The losses, by whose formulas their own results are judged.</param>
    public static bool IsOverflow(Node node, Objective objective)
    {
        if (node.Operation is not { } operation) return false;
        if (Everywhere.Contains(operation.Name)) return true;
        var loss = objective.Terms.Select(term => term.Loss).FirstOrDefault(loss => loss.Entry.Key == operation.Name);
        return loss is { Entry.IsPoint: true } && loss is not TensorLoss && OfLoss(node, loss);
    }

    /// <summary>Goes through the formula at the first element whose loss is not finite, in the type of the training, to the operation that did it.</summary>
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

        // Each row is finite: their sum is not.
        return true;
    }

    /// <summary>From a result back to the first operation that is not finite though its operands are.</summary>
    private sealed class Walk(SymbolGraph graph, Func<int, double> value)
    {
        /// <summary>Whether it overflowed; null where the result is finite.</summary>
        public bool? Cause(int at)
        {
            var result = value(at);
            if (double.IsFinite(result)) return null;
            var node = graph[at];

            // Of a condition only the branch that was taken counts.
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
                // What the formula itself makes infinite, such as 1/0, is no matter of size.
                SymbolKind.Constant => false,
                SymbolKind.Divide => value(node.B) != 0,
                SymbolKind.Power => value(node.A) > 0 || (value(node.A) < 0 && double.IsInfinity(result)),
                SymbolKind.Function => node.Function!.Name is "exp" or "expm1" or "log_gamma" or "lgamma" or "sinh" or "cosh" or "square" && !double.IsNaN(result),
                _ => true,
            };
        }
    }
}
