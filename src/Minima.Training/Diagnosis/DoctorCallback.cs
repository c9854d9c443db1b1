using System.Globalization;
using Minima.Training.Data;

namespace Minima.Training.Diagnosis;

/// <summary>
/// Watches a running training and reports problems, each once: a loss that rises or stagnates, gradients that explode, parameters without a gradient.
/// It reads each gradient up to its first nonzero element, and allocates nothing until it has a finding.
/// </summary>
/// <example><code>
/// var trainer = new Trainer(model, objective, optimizer) { Callbacks = [new DoctorCallback(Console.WriteLine)] };
/// </code></example>
/// <param name="report">Receives each finding; <see cref="Findings"/> has them in any case.</param>
public sealed class DoctorCallback(Action<Finding>? report = null) : TrainingCallback
{
    /// <summary>
    /// A gradient norm counts as exploding at this multiple of the typical one: batches differ by a factor below ten, while clipping or a bad row causes factors of
    /// hundreds.
    /// </summary>
    public const double MostJump = 100;

    /// <summary>The number of steps whose norms define the first typical one.</summary>
    public const int StepsToKnow = 20;

    /// <summary>The allowed rise of a later loss above that of the first epoch, relative to its size.</summary>
    public const double MostRise = 0.2;

    /// <summary>The proportion by which the first epoch's loss must have fallen for a plateau to count as the end of a sound training.</summary>
    public const double EnoughLearned = 0.5;

    private readonly List<Finding> _findings = [];
    private double _typicalLog;
    private long _steps;
    private bool[] _alive = [];
    private bool[] _reached = [];
    private double _first = double.NaN;
    private double _best = double.PositiveInfinity;
    private int _bestEpoch;

    /// <summary>The number of epochs without an improvement that count as a plateau.</summary>
    /// <exception cref="TrainingException">The value is below 1.</exception>
    public int PlateauEpochs
    {
        get;
        init => field = value >= 1 ? value : throw new TrainingException($"DoctorCallback.PlateauEpochs is {value}; it must be 1 or more.");
    } = 5;

    /// <summary>The smallest relative decrease of the loss that counts as an improvement.</summary>
    /// <exception cref="TrainingException">The value is not in [0, 1).</exception>
    public double LeastImprovement
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new TrainingException($"DoctorCallback.LeastImprovement is {value.ToString(CultureInfo.InvariantCulture)}; it must be a fraction from 0 to below 1.");
    } = 1e-3;

    /// <summary>The divisor of losses in reports: the weight that scales the derivatives of the objective to about 1.</summary>
    /// <exception cref="TrainingException">The value is not above 0, or not finite.</exception>
    public double LossWeight
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new TrainingException($"DoctorCallback.LossWeight is {value.ToString(CultureInfo.InvariantCulture)}; it must be finite and above 0.");
    } = 1;

    /// <summary>The findings so far.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <inheritdoc/>
    public override void EpochStarted(Trainer trainer, int epoch)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        var count = trainer.Optimizer.Parameters.Count;
        if (_alive.Length != count) (_alive, _reached) = (new bool[count], new bool[count]);
        Array.Clear(_alive);
        Array.Clear(_reached);
    }

    /// <inheritdoc/>
    public override void StepEnded(Trainer trainer, in StepReport step)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        var parameters = trainer.Optimizer.Parameters;
        for (var i = 0; i < _alive.Length; i++)
        {
            var gradient = parameters[i].Gradient;
            if (_alive[i] || gradient.IsNone) continue;
            _reached[i] = true;
            _alive[i] = gradient.Type == ElementType.Single ? gradient.Read<float>().ContainsAnyExcept(0f) : gradient.Read<double>().ContainsAnyExcept(0d);
        }

        WatchNorm(step);
    }

    /// <inheritdoc/>
    public override void EpochEnded(Trainer trainer, EpochRecord record)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(record);
        WatchGradients(trainer, record);
        WatchLoss(record);
    }

    private void WatchNorm(in StepReport step)
    {
        // Other checks report a gradient that is 0 or not finite.
        if (!(step.GradientNorm > 0) || !double.IsFinite(step.GradientNorm)) return;
        var log = Math.Log(step.GradientNorm);
        if (_steps >= StepsToKnow && log > _typicalLog + Math.Log(MostJump))
        {
            var typical = Math.Exp(_typicalLog);
            Report(Diagnoses.ExplodingGradient, new Localized(
                $"at step {step.Step} (epoch {step.Epoch}) the norm of the gradients is {NumberText.Short(step.GradientNorm)}; it was {NumberText.Short(typical)} before (up to {NumberText.Short(MostJump)} times that is normal).",
                $"第 {step.Step} 步（第 {step.Epoch} 轮）梯度范数为 {NumberText.Short(step.GradientNorm)}，此前约为 {NumberText.Short(typical)}（{NumberText.Short(MostJump)} 倍以内视为正常）。"));
            return;
        }

        _steps++;
        _typicalLog += (log - _typicalLog) / Math.Min(_steps, 10 * StepsToKnow);
    }

    private void WatchGradients(Trainer trainer, EpochRecord record)
    {
        List<string>? dead = null, unreached = null;
        for (var i = 0; i < _alive.Length; i++)
        {
            var parameter = trainer.Optimizer.Parameters[i];
            if (_alive[i] || !parameter.IsTrainable) continue;
            if (_reached[i]) (dead ??= []).Add(parameter.Name);
            else (unreached ??= []).Add(parameter.Name);
        }

        if (dead is not null)
        {
            var names = NumberText.List(dead);
            Report(Diagnoses.DeadUnits, new Localized(
                $"in no step of epoch {record.Epoch} was the gradient of {names.English} other than exactly 0.",
                $"第 {record.Epoch} 轮的每一步中，{names.Chinese} 的梯度都恰为 0。"));
        }

        if (unreached is not null)
        {
            var names = NumberText.List(unreached);
            Report(Diagnoses.NoGradient, new Localized(
                $"in no step of epoch {record.Epoch} did a gradient reach {names.English}.",
                $"第 {record.Epoch} 轮的每一步中，{names.Chinese} 都没有得到梯度。"));
        }
    }

    private void WatchLoss(EpochRecord record)
    {
        var loss = record.TrainingLoss;
        if (double.IsNaN(_first)) _first = loss;
        if (loss > _first + (MostRise * Math.Abs(_first)))
        {
            Report(Diagnoses.LossRises, new Localized(
                $"the training loss of epoch {record.Epoch} is {Shown(loss)}, that of the first was {Shown(_first)}.",
                $"第 {record.Epoch} 轮的训练损失为 {Shown(loss)}，第一轮为 {Shown(_first)}。"));
        }

        if (loss < _best - (LeastImprovement * Math.Abs(_best)) || _bestEpoch == 0) (_best, _bestEpoch) = (loss, record.Epoch);
        if (record.Epoch - _bestEpoch >= PlateauEpochs && _best > _first - (EnoughLearned * Math.Abs(_first)))
        {
            Report(Diagnoses.Plateau, new Localized(
                $"the training loss has not fallen since epoch {_bestEpoch}, {record.Epoch - _bestEpoch} epochs ago: it was {Shown(_best)} then, {Shown(_first)} in the first epoch and is {Shown(loss)} now.",
                $"自第 {_bestEpoch} 轮起已有 {record.Epoch - _bestEpoch} 轮训练损失没有下降：当时为 {Shown(_best)}，第一轮为 {Shown(_first)}，现在为 {Shown(loss)}。"));
        }
    }

    private string Shown(double loss) => NumberText.Short(loss / LossWeight);

    private void Report(DiagnosisEntry entry, Localized measured)
    {
        if (_findings.Exists(finding => finding.Entry == entry)) return;
        var finding = new Finding(entry, measured);
        _findings.Add(finding);
        report?.Invoke(finding);
    }
}
