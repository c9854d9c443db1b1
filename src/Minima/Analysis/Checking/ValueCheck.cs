namespace Minima.Analysis;

/// <summary>Checks if the formula is a number inside its domains.</summary>
internal static class ValueCheck
{
    public static IEnumerable<LossFinding> Find(CheckContext context)
    {
        var seen = 0;
        var faults = new List<double[]>();
        foreach (var x in context.Points)
        {
            seen++;
            if (double.IsNaN(context.Function.Value(x)))
            {
                faults.Add(x);
            }
        }

        if (faults.Count == 0)
        {
            return [];
        }

        var x0 = faults[0];
        var target = context.Function.Target > 0 ? CheckContext.Round(x0[context.Function.Target]) : (double?)null;
        return
        [
            new LossFinding
            {
                Kind = LossCheckKind.Value,
                Status = LossCheckStatus.Wrong,
                English = $"the formula is not a number at {context.Show(x0)}, and at {faults.Count} of {seen} points. If such predictions or targets do not occur, state what does with --prediction and --target.",
                Chinese = $"公式在 {context.Show(x0)} 处不是数，共检查 {seen} 个点，其中 {faults.Count} 个点如此。若这样的预测值或目标值不会出现，请用 --prediction 和 --target 说明取值范围。",
                Places = [new("p", CheckContext.Round(x0[0]), CheckContext.Round(x0[0]), target)],
                Share = (double)faults.Count / seen,
            },
        ];
    }
}
