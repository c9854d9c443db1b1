using Minima.Reals;

namespace Minima.Analysis;

/// <summary>The quantity that a loss is a function of, with the other inputs held.</summary>
public enum LossCoordinate
{
    /// <summary>The prediction and the target separately.</summary>
    Prediction,

    /// <summary>The residual r = prediction - target alone.</summary>
    Residual,

    /// <summary>The margin m = target * prediction alone.</summary>
    Margin,
}

/// <summary>The certainty of a statement about a loss.</summary>
public enum Evidence
{
    /// <summary>Read off the structure of the formula: it holds for all real numbers.</summary>
    Proven,

    /// <summary>A search for a counter-example found none.</summary>
    Searched,
}

/// <summary>Reads off a recorded formula how prediction and target enter it.</summary>
internal static class CoordinateFinder
{
    /// <summary>True if prediction and target enter the formula only as their difference: then the loss depends on nothing else.</summary>
    public static bool UsesDifferenceOnly(Symbol formula, int target) =>
        target > 0 && UsesOnly(formula, target, SymbolKind.Subtract);

    /// <summary>True if prediction and target enter the formula only as their product.</summary>
    public static bool UsesProductOnly(Symbol formula, int target) =>
        target > 0 && UsesOnly(formula, target, SymbolKind.Multiply);

    private static bool UsesOnly(Symbol formula, int target, SymbolKind kind)
    {
        var graph = formula.Graph;
        var used = false;
        foreach (var index in graph.NodesOf(formula))
        {
            var node = graph[index];
            for (var k = 0; k < node.Operands; k++)
            {
                if (!IsInput(graph[node.Operand(k)], target))
                {
                    continue;
                }

                var (left, right) = (graph[node.A], node.Operands > 1 ? graph[node.B] : default);
                if (node.Kind != kind || !IsInput(left, target) || !IsInput(right, target) || left.A == right.A)
                {
                    return false;
                }

                used = true;
            }
        }

        return used && !IsInput(formula.Node, target);
    }

    private static bool IsInput(SymbolNode node, int target) => node.Kind == SymbolKind.Input && (node.A == 0 || node.A == target);
}
