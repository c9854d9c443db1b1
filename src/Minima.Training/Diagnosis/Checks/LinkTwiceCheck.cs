using Minima.Analysis;
using Minima.Reals;
using Minima.Training.Data;
using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that a model under a loss over logits does not end in the softmax or sigmoid that the loss begins with.</summary>
internal sealed class LinkTwiceCheck : IDiagnosisCheck
{
    /// <summary>The allowed distance of the sum of float probabilities from 1: a thousand classes of one rounding each.</summary>
    public const double SumTolerance = 1e-4;

    /// <summary>The factor applied to features: unbounded outputs then leave [0, 1] at once, those of a sigmoid cannot.</summary>
    public const double Stretch = 30;

    /// <summary>The number of further models, with other seeds: all outputs of all models cannot be in [0, 1] by chance.</summary>
    public const int FurtherModels = 3;

    public Localized Name => new("softmax or sigmoid twice", "重复的 softmax 或 sigmoid");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [Diagnoses.NotFiniteInput];

    public CheckOutcome Run(Examination examination)
    {
        foreach (var loss in examination.Objective.Terms.Select(term => term.Loss).Where(loss => loss.Entry.IsText))
        {
            // The model may be correct and the text of the loss apply the link twice.
            if (NestedLinks.Of(SymbolGraph.Record(loss)) is not { } twice) continue;
            return CheckOutcome.Found(
                Diagnoses.SigmoidTwice,
                $"the loss as text has {twice}: the outer function treats the output of the inner one as logits.",
                $"文本损失中有 {twice}：内层函数的输出又被当作它的输入。");
        }

        foreach (var term in examination.Objective.Terms.Where(term => LossLink.IsOfProbability(term.Loss)))
        {
            var values = examination.Outputs.ValuesOf(term);
            var (start, width) = examination.Outputs.OutputsOf(term);
            if (term.Loss.Entry.Row is not null)
            {
                if (width < 2 || Array.Exists(values, value => value < 0)) continue;
                var rows = values.Chunk(width).Select(row => row.Sum()).ToArray();
                var farthest = rows.Max(sum => Math.Abs(sum - 1));
                if (!(farthest <= SumTolerance)) continue;
                return CheckOutcome.Found(
                    Diagnoses.SoftmaxTwice,
                    $"all {rows.Length} rows of {width} outputs are not negative and sum to 1 (to {NumberText.Short(farthest)}); {term.Loss.Entry.Key} takes logits.",
                    $"全部 {rows.Length} 行的 {width} 个输出均非负且和为 1（误差 {NumberText.Short(farthest)}）；而 {term.Loss.Entry.Key} 以 logit 为输入。");
            }

            if (!AreInUnit(values) || !StayInUnit(examination, start, width)) continue;
            return CheckOutcome.Found(
                Diagnoses.SigmoidTwice,
                $"all {values.Length} outputs lie from {NumberText.Short(values.Min())} to {NumberText.Short(values.Max())}, and still in [0, 1] for features {Stretch} times as large; {term.Loss.Entry.Key} takes logits.",
                $"全部 {values.Length} 个输出在 {NumberText.Short(values.Min())} 到 {NumberText.Short(values.Max())} 之间，特征放大 {Stretch} 倍后仍在 [0, 1] 内；而 {term.Loss.Entry.Key} 以 logit 为输入。");
        }

        return CheckOutcome.Healthy("the outputs are not probabilities where the loss takes logits.", "在损失以 logit 为输入之处，输出不是概率。");
    }

    private static bool StayInUnit(Examination examination, int start, int width)
    {
        for (var further = 0; further <= FurtherModels; further++)
        {
            using var trial = examination.NewTrial((ulong)further);
            if (!AreInUnit(Outputs(trial.Model, examination.Probe.Features, start, width))) return false;
            if (examination.Probe.Features.Type == ElementType.Int32) continue;
            Tensor stretched;
            using (Autograd.NoGradient()) stretched = (examination.Probe.Features * Stretch).Keep();
            if (!AreInUnit(Outputs(trial.Model, stretched, start, width))) return false;
        }

        return true;
    }

    private static IEnumerable<double> Outputs(Module model, Tensor features, int start, int width)
    {
        var pass = ForwardPass.Of(model, features);
        return pass.Values.Where((_, i) => i % pass.Width >= start && i % pass.Width < start + width);
    }

    private static bool AreInUnit(IEnumerable<double> values) => values.All(value => value is >= 0 and <= 1);
}
