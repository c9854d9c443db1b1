using System.Globalization;
using System.Text;
using Minima.Reals;

namespace Minima.Bench;

/// <summary>A plan for people: the stages of a compiled kernel, operation by operation.</summary>
internal static class PlanText
{
    public static void Write(string name) => Console.WriteLine(Loss.Create(name).Accept(new Reader()));

    private sealed class Reader : LossVisitor<string>
    {
        public override string Point<TFormula>(Loss loss, TFormula formula) =>
            Of(CompiledFormula<TFormula, V16, float>.Of(formula).PlanOf(KernelKind.FirstGradient));

        public override string Other(Loss loss) => "not a point loss";

        private static string Of(KernelPlan plan)
        {
            var text = new StringBuilder();
            foreach (var stage in plan.Stages)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"stage of {stage.Nodes.Count} operations, {stage.Stores.Count} stored, {stage.Calls.Count} calls");
                foreach (var node in stage.Nodes)
                {
                    text.AppendLine(CultureInfo.InvariantCulture, $"  {node} = {Describe(plan, node)}{(stage.Stores.Contains(node) ? "   -> buffer" : "")}");
                }
            }

            return text.AppendLine("outputs " + string.Join(", ", plan.Outputs)).ToString();
        }

        private static string Describe(KernelPlan plan, int index)
        {
            var node = plan.Graph[index];
            var operands = Enumerable.Range(0, node.Operands).Select(i => Leaf(plan, node.Operand(i)));
            return $"{node.Op} {string.Join(" ", operands)}";
        }

        private static string Leaf(KernelPlan plan, int index)
        {
            var node = plan.Graph[index];
            return node.Op == MachineOp.Input ? "x" + node.A.ToString(CultureInfo.InvariantCulture)
                : plan.Graph.IsInvariant(index) && !node.IsMask ? plan.Graph.ValueOf(index).ToString("G6", CultureInfo.InvariantCulture)
                : node.IsMask || plan.IsCheap(index) ? "(" + Describe(plan, index) + ")"
                : index.ToString(CultureInfo.InvariantCulture);
        }
    }
}
