using System.Globalization;
using System.Text;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Training;
using Spectre.Console;

namespace Minima.Cli.Train;

/// <summary>The text about an epoch: the loss in its own units, without the factor of the objective.</summary>
internal sealed class EpochText(Tongue tongue, double weight)
{
    /// <summary><c>epoch 3/20  loss 0.123  validation 0.145  accuracy 0.95  12 s left</c>.</summary>
    public string Line(EpochRecord record, int epochs, TimeSpan left)
    {
        var text = new StringBuilder(tongue.Say("epoch ", "轮次 "));
        text.Append(CultureInfo.InvariantCulture, $"{record.Epoch}/{epochs}").Append(Figures(record, tongue));
        if (left > TimeSpan.Zero) text.Append("  ").Append(tongue.Say($"{DurationText.Of(left)} left", $"约剩 {Chinese(left)}"));
        return text.ToString();
    }

    /// <summary>Loss, validation loss and metrics.</summary>
    public string Figures(EpochRecord record, Tongue words)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"  {words.Say("loss", "损失")} {Loss(record.TrainingLoss):g5}");
        if (record.ValidationLoss is { } validation) text.Append(CultureInfo.InvariantCulture, $"  {words.Say("validation", "验证")} {Loss(validation):g5}");
        foreach (var (name, value) in record.Metrics) text.Append(CultureInfo.InvariantCulture, $"  {NetworkTraining.TitleOf(name).In(words.Chinese)} {value:g4}");
        return text.ToString();
    }

    public double Loss(double objective) => objective / weight;

    private static string Chinese(TimeSpan left) => left.TotalSeconds < 100 ? FormattableString.Invariant($"{Math.Max(1, left.TotalSeconds):0} 秒") : left.TotalMinutes < 100 ? FormattableString.Invariant($"{left.TotalMinutes:0} 分钟") : FormattableString.Invariant($"{left.TotalHours:0.0} 小时");
}

/// <summary>A plain line for each epoch, with the time left.</summary>
internal sealed class TrainLines(TextWriter output, EpochText text, TimeProvider time) : ITrainingProgress
{
    private long _start;
    private int _epochs;
    private int _done;

    public void Started(int epochs, int batches, int epochsDone) => (_start, _epochs, _done) = (time.GetTimestamp(), epochs, epochsDone);

    public void Stepped(in StepReport step)
    {
        // A line for each step would hide the epochs.
    }

    public void EpochEnded(EpochRecord record)
    {
        output.WriteLine(text.Line(record, _epochs, time.GetElapsedTime(_start) / (record.Epoch - _done) * (_epochs - record.Epoch)));
        output.Flush();
    }

    public void Ended(TrainingResult result)
    {
        // The report prints the result.
    }
}

/// <summary>A progress bar in a terminal, with the figures of the last epoch.</summary>
internal sealed class TrainBar(ProgressTask task, EpochText text) : ITrainingProgress
{
    private int _epochs;
    private string _figures = "";

    public void Started(int epochs, int batches, int epochsDone)
    {
        _epochs = epochs;
        task.MaxValue = (double)epochs * batches;
        task.Value = (double)epochsDone * batches;
        Describe(epochsDone);
    }

    public void Stepped(in StepReport step) => task.Value = ((step.Epoch - 1.0) * step.Batches) + step.Batch;

    public void EpochEnded(EpochRecord record)
    {
        // Always in English: Spectre.Console never returns if a Chinese text is wider than its column.
        _figures = text.Figures(record, new Tongue(Chinese: false));
        Describe(record.Epoch);
    }

    public void Ended(TrainingResult result) => task.StopTask();

    /// <summary>Runs the work with a progress bar that disappears at its end.</summary>
    public static T Run<T>(IAnsiConsole console, EpochText text, Func<ITrainingProgress, T> work) => console
        .Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(context => work(new TrainBar(context.AddTask("minima train"), text)));

    private void Describe(int epoch) => task.Description = FormattableString.Invariant($"epoch {epoch}/{_epochs}{_figures}");
}

/// <summary>Forwards to the final observer: a trainer needs an observer before that one exists.</summary>
internal sealed class ProgressRelay : ITrainingProgress
{
    public ITrainingProgress? To { get; set; }

    public void Started(int epochs, int batches, int epochsDone) => To?.Started(epochs, batches, epochsDone);

    public void Stepped(in StepReport step) => To?.Stepped(step);

    public void EpochEnded(EpochRecord record) => To?.EpochEnded(record);

    public void Ended(TrainingResult result) => To?.Ended(result);
}
