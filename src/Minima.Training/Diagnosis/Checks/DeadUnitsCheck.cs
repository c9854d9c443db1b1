using Minima.Training.Data;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that units have different outputs for different rows: at the start, or after the trial training.</summary>
internal sealed class DeadUnitsCheck(bool afterTraining) : IDiagnosisCheck
{
    /// <summary>The proportion of a layer that may be dead: a ReLU layer on a few features of one sign loses a quarter of its units by chance, without harm.</summary>
    public const double MostShare = 0.5;

    /// <summary>In a layer with fewer units half may be dead by chance, but never all.</summary>
    public const int LeastUnits = 4;

    public Localized Name => afterTraining ? new("dead units after training", "试训后的死亡单元") : new("dead units", "死亡单元");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = afterTraining ? [.. Causes.WrongPath, Diagnoses.UpdateRatio] : Causes.NoStep;

    public CheckOutcome Run(Examination examination)
    {
        var layers = afterTraining ? examination.Run.Layers : examination.First.Layers;
        if (layers.Count == 0) return CheckOutcome.Skipped("the model has no activations, or the trial training did not come to its end.", "模型没有激活函数，或试训没有完成。");
        var dead = layers.Where(layer => layer.Dead == layer.Units || (layer.Units >= LeastUnits && layer.Share > MostShare)).ToArray();
        if (dead.Length == 0)
        {
            var most = layers.MaxBy(layer => layer.Share);
            return CheckOutcome.Healthy(
                $"of {layers.Count} layers, {most.Layer} has the most dead units: {most.Dead} of {most.Units} (at most {NumberText.Percent(MostShare)} passes).",
                $"共 {layers.Count} 个激活层，层 {most.Layer} 的死亡单元最多：{most.Units} 个单元中有 {most.Dead} 个（上限 {NumberText.Percent(MostShare)}）。");
        }

        var when = afterTraining ? new Localized($" after {examination.Run.Steps} steps", $"训练 {examination.Run.Steps} 步后，") : Localized.Same("");
        var english = NumberText.List(dead.Select(layer => $"{layer.Dead} of {layer.Units} units of layer {layer.Layer} ({layer.Function})"));
        var chinese = NumberText.List(dead.Select(layer => $"层 {layer.Layer}（{layer.Function}）的 {layer.Units} 个单元中有 {layer.Dead} 个"));
        return CheckOutcome.Found(
            Diagnoses.DeadUnits,
            $"{english.English} give the same output for all {examination.Probe.Rows} rows{when.English}.",
            $"{when.Chinese}{chinese.Chinese}对全部 {examination.Probe.Rows} 行输出相同的值。");
    }
}
