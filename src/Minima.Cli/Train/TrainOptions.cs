using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Training;
using Minima.Training.MultiTask;

namespace Minima.Cli.Train;

/// <summary>The options of <c>minima train</c>, and their conversion to a request.</summary>
internal sealed class TrainOptions
{
    private static readonly NetworkOptions Usual = new();

    private static readonly string[] ClassWeights = ["balanced", "none"];

    private readonly Argument<string?> _path = new("data.csv") { Arity = ArgumentArity.ZeroOrOne, Description = "A table with a line of column names: numbers, texts, dates; cells may be empty; any size. CSV or JSON Lines, gzipped or not, or a folder of such files." };
    private readonly Option<string?> _target = new("--target") { Description = "The column to predict; several columns of numbers, or of 0 and 1, separated by commas.", HelpName = "COLUMN[,COLUMN...]" };
    private readonly Option<string?> _data = new("--data") { Description = $"A bundled data set: {Wording.Or(Table.BundledNames)}.", HelpName = "NAME" };

    private readonly Option<string?> _loss = new("--loss")
    {
        Description = "The loss, by any of its names, or a formula as text over p and t; without it the task's default. Parameters in the target's units are taken as given.",
        HelpName = "NAME[:parameter=value,...]|TEXT",
    };

    private readonly Option<string[]> _parameters = new("--param") { Description = "A parameter of a formula; may be repeated.", HelpName = "NAME=VALUE" };
    private readonly Option<string?> _task = new("--task") { Description = $"{Wording.Or(PredictionTasks.Words)}; unless given, Minima infers it from the target.", HelpName = "TASK" };
    private readonly Option<string?> _positive = new("--positive") { Description = "The class whose probability to predict.", HelpName = "CLASS" };
    private readonly IgnoreOption _ignore = IgnoreOption.Create();
    private readonly Option<string?> _weight = new("--weight") { Description = "A column of weights, 0 or more: the loss is sum(w l) / sum(w).", HelpName = "COLUMN" };
    private readonly Option<string?> _classWeights = new("--class-weights") { Description = "balanced: each class has the same total weight.", HelpName = "balanced|none" };
    private readonly Option<string?> _hidden = new("--hidden") { Description = "Units of each hidden layer; none for a linear model. 64,64 unless given.", HelpName = "UNITS[,UNITS...]" };
    private readonly Option<string> _activation = new("--activation") { Description = "The activation of hidden units: relu, gelu, silu, tanh, ...", HelpName = "NAME", DefaultValueFactory = _ => "relu" };
    private readonly Option<double> _dropout = new("--dropout") { Description = "Dropout: the fraction of hidden units that a step leaves out.", HelpName = "SHARE" };
    private readonly Option<string> _normalise = new("--normalise", "--normalize") { Description = "Normalisation in hidden layers: layer, batch or none.", HelpName = "KIND", DefaultValueFactory = _ => Usual.Normalization };
    private readonly Option<string> _optimizer = new("--optimizer") { Description = "adam, adamw, sgd, lbfgs, ...; options behind a colon, as in sgd:momentum=0.9.", HelpName = "NAME[:option=value,...]", DefaultValueFactory = _ => "adam" };
    private readonly Option<double?> _rate = new("--learning-rate", "--lr") { Description = "The learning rate; the optimizer's default unless given.", HelpName = "RATE" };
    private readonly Option<string?> _schedule = new("--schedule") { Description = "The schedule of the learning rate: cosine, one_cycle, plateau, step:every=500, ...; steps are those of the whole training unless given.", HelpName = "NAME[:option=value,...]" };
    private readonly Option<int> _warmUp = new("--warm-up") { Description = "Steps over which the learning rate rises at first.", HelpName = "STEPS" };
    private readonly Option<double?> _decay = new("--weight-decay") { Description = "Weight decay: how strongly weights are drawn to 0.", HelpName = "STRENGTH" };
    private readonly Option<double?> _sharpness = new("--sharpness") { Description = "Take the gradient of each step after a move this far uphill (sharpness-aware minimisation).", HelpName = "RADIUS" };
    private readonly Option<double?> _clip = new("--clip") { Description = "Clip the norm of the gradients at this.", HelpName = "NORM" };
    private readonly Option<int> _epochs = new("--epochs") { Description = "How many times the training passes over all rows.", HelpName = "COUNT", DefaultValueFactory = _ => Usual.Epochs };
    private readonly Option<int?> _batch = new("--batch", "--batch-size") { Description = $"Rows per step: {NetworkOptions.UsualBatchSize}, for lbfgs all, unless given.", HelpName = "ROWS" };
    private readonly Option<int> _accumulate = new("--accumulate") { Description = "Batches per step, which count as one batch of all their rows.", HelpName = "BATCHES", DefaultValueFactory = _ => 1 };
    private readonly Option<int?> _slices = new("--slices") { Description = $"Cut each step into this many slices, a power of two: any number of processes up to it makes the same network. {Trainer.UsualSlices} with --distributed unless given.", HelpName = "COUNT" };
    private readonly Option<bool> _distributed = DistributedOption();
    private readonly Option<double> _validation = new("--validation") { Description = "The fraction of rows kept for validation.", HelpName = "SHARE", DefaultValueFactory = _ => Usual.ValidationShare };
    private readonly Option<string?> _validationFile = new("--validation-file") { Description = "Validate on the rows of this file instead.", HelpName = "FILE" };
    private readonly Option<string?> _group = new("--group") { Description = "Rows with the same value are never on both sides.", HelpName = "COLUMN" };
    private readonly Option<string?> _time = new("--time") { Description = "Train on the past, validate on what comes last.", HelpName = "COLUMN" };
    private readonly Option<int?> _patience = new("--stop-early") { Description = $"Stop after this many epochs without a better validation loss; {NetworkOptions.UsualPatience} unless given, 0 for never.", HelpName = "EPOCHS" };
    private readonly Option<ulong> _seed = new("--seed") { Description = "The same seed gives the same network, bit for bit.", DefaultValueFactory = _ => 1UL };
    private readonly Option<int?> _threads = new("--threads") { Description = "At most this many threads; the numbers do not depend on it.", HelpName = "COUNT" };
    private readonly Option<string?> _save = new("--save") { Description = "Write the model to NAME.json and NAME.safetensors, for minima predict and minima score.", HelpName = "NAME" };
    private readonly Option<string?> _checkpoints = new("--checkpoints") { Description = "Keep checkpoints in this folder, from which minima resume continues.", HelpName = "FOLDER" };
    private readonly Option<int> _every = new("--checkpoint-every") { Description = "A checkpoint after this many steps too, not only after each epoch.", HelpName = "STEPS" };
    private readonly Option<string?> _log = new("--log") { Description = "Write a line of JSON for each epoch to this file.", HelpName = "FILE.jsonl" };
    private readonly Option<string?> _board = new("--tensorboard") { Description = "Write event files that TensorBoard shows into this folder.", HelpName = "FOLDER" };
    private readonly Option<string?> _balance = new("--balance") { Description = "How several targets share each step: mgda, pcgrad, famo, uncertainty_weighting, ...; the sum of their losses unless given.", HelpName = "NAME" };
    private readonly Option<string?> _plot = new("--plot") { Description = "Draw the losses epoch by epoch; of several targets each one's loss, weight and gradient.", HelpName = "FILE.svg" };
    private readonly Option<bool> _noGuard = new("--no-guard") { Description = "Continue if a loss or gradient is not finite, instead of stopping and reporting where it came from." };
    private readonly MemoryOptions _memory = new();
    private readonly SourceOptions _source;
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };

    /// <param name="command">The command that has the options, for messages.</param>
    public TrainOptions(string command)
    {
        _source = new(command);
        _activation.CompletionSources.Add([.. Activations.Names]);
        _optimizer.CompletionSources.Add([.. Optimizers.All.Select(entry => entry.Name)]);
        _schedule.CompletionSources.Add([.. Schedules.All.Select(entry => entry.Name)]);
        _balance.CompletionSources.Add([.. TaskBalances.Names]);
        foreach (var (option, words) in new (Option, IReadOnlyList<string>)[] { (_task, PredictionTasks.Words), (_classWeights, ClassWeights), (_normalise, NetworkOptions.Normalizations) })
            WordOption.Restrict(option, words, StringComparer.OrdinalIgnoreCase);
        foreach (var (option, least) in new[] { (_warmUp, 0), (_epochs, 1), (_accumulate, 1), (_every, 0) }) option.CustomParser = result => Whole(result, option, least) ?? least;
        foreach (var (option, least) in new[] { (_batch, 1), (_patience, 0), (_threads, 1), (_slices, 1) }) option.CustomParser = result => Whole(result, option, least);
        foreach (var option in new[] { _rate, _decay, _clip, _sharpness }) option.CustomParser = result => Number(result, option);
        foreach (var option in new[] { _dropout, _validation }) option.CustomParser = result => Share(result, option);
        _seed.CustomParser = result => ulong.TryParse(Word(result), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : Refused<ulong>(result, _seed, "a whole number of at least 0");
    }

    public void AddTo(Command command)
    {
        command.Add(_path);
        Option[] all =
        [
            _target, _data, _loss, _parameters, _task, _positive, _ignore, _weight, _classWeights, _hidden, _activation, _dropout, _normalise, _optimizer, _rate, _schedule, _warmUp, _decay,
            _clip, _sharpness, _epochs, _batch, _accumulate, _slices, _distributed, _validation, _validationFile, _group, _time, _patience, _seed, _threads, _save, _checkpoints, _every, _log, _board, _plot, _balance, _noGuard, _memory.Memory, _memory.Scratch, _source.From, _source.Query, _source.Shards, _json,
        ];
        foreach (var option in all) command.Add(option);
    }

    /// <summary>--distributed, of train and of resume.</summary>
    public static Option<bool> DistributedOption() => new("--distributed") { Description = "Train together with the other processes that mpirun or srun started." };

    /// <summary>True if other processes train too.</summary>
    public bool IsDistributed(ParseResult parsed) => parsed.GetValue(_distributed);

    /// <summary>The folder of checkpoints, or null.</summary>
    public string? Checkpoints(ParseResult parsed) => parsed.GetValue(_checkpoints);

    /// <exception cref="UsageException">The options do not name one table.</exception>
    public TrainRequest Read(ParseResult parsed)
    {
        var (source, path, data) = (_source.Read(parsed), parsed.GetValue(_path), parsed.GetValue(_data));
        if (source is not null) source.Require(_source.Command, path, data, parsed.GetValue(_target));
        else if (data is null) SourceRequest.Or(null, path, _source.Command);
        return Read(parsed, source);
    }

    private TrainRequest Read(ParseResult parsed, SourceRequest? source) => new()
    {
        Path = parsed.GetValue(_path) ?? "",
        Data = parsed.GetValue(_data),
        Source = source,
        Targets = parsed.GetValue(_target) is { } target ? CsvFile.Names(target, parsed.GetValue(_path)) : [],
        Loss = parsed.GetValue(_loss),
        Parameters = LossSpec.Words(parsed.GetValue(_parameters) ?? []),
        Task = parsed.GetValue(_task),
        PositiveClass = parsed.GetValue(_positive),
        Ignore = _ignore.Read(parsed, parsed.GetValue(_path)),
        Weight = parsed.GetValue(_weight),
        BalancesClasses = ClassWeights[0].Equals(parsed.GetValue(_classWeights), StringComparison.OrdinalIgnoreCase),
        Hidden = Units(parsed.GetValue(_hidden)),
        Activation = parsed.GetValue(_activation)!,
        Dropout = parsed.GetValue(_dropout),
        Normalise = parsed.GetValue(_normalise)!,
        Optimizer = parsed.GetValue(_optimizer)!,
        LearningRate = parsed.GetValue(_rate),
        Schedule = parsed.GetValue(_schedule),
        WarmUp = parsed.GetValue(_warmUp),
        WeightDecay = parsed.GetValue(_decay),
        Clip = parsed.GetValue(_clip),
        Sharpness = parsed.GetValue(_sharpness),
        Epochs = parsed.GetValue(_epochs),
        Batch = parsed.GetValue(_batch),
        Accumulate = parsed.GetValue(_accumulate),
        Slices = parsed.GetValue(_slices) ?? (parsed.GetValue(_distributed) ? Trainer.UsualSlices : null),
        Validation = parsed.GetValue(_validation),
        ValidationFile = parsed.GetValue(_validationFile),
        Group = parsed.GetValue(_group),
        Time = parsed.GetValue(_time),
        StopEarly = parsed.GetValue(_patience),
        Seed = parsed.GetValue(_seed),
        Threads = parsed.GetValue(_threads),
        Save = parsed.GetValue(_save),
        Checkpoints = parsed.GetValue(_checkpoints),
        CheckpointEvery = parsed.GetValue(_every),
        Log = parsed.GetValue(_log),
        TensorBoard = parsed.GetValue(_board),
        Plot = parsed.GetValue(_plot),
        Balance = parsed.GetValue(_balance),
        Guard = !parsed.GetValue(_noGuard),
        Memory = parsed.GetValue(_memory.Memory),
        Scratch = _memory.Folder(parsed),
        Language = LanguageOption.Word(parsed),
        Json = parsed.GetValue(_json),
    };

    /// <summary>Refuses, before any data are read, what cannot be trained: unknown names, learning rates, options without what they need.</summary>
    /// <exception cref="UsageException">Options cannot be combined.</exception>
    /// <exception cref="TrainingException">A name is unknown, or a value is rejected.</exception>
    public static TrainRequest Checked(TrainRequest request)
    {
        if (request.Source is null) request.Check(null);
        if (request.CheckpointEvery > 0 && request.Checkpoints is null) throw new UsageException("train: --checkpoint-every needs --checkpoints FOLDER to store them.");
        if (request.Plot is { } picture) TrainPicture.CheckPath(picture);
        CheckOutputs(request);
        return request;
    }

    /// <summary>Checks that every output file of the training can be written.</summary>
    /// <exception cref="OutputException">One cannot be written.</exception>
    private static void CheckOutputs(TrainRequest request)
    {
        string?[] inputs = [request.Path.Length == 0 ? null : request.Path, request.ValidationFile];
        OutputFile.Check(inputs, ("--plot", request.Plot));
        if (request.Save is { } save)
        {
            foreach (var ending in new[] { ModelJson.JsonEnding, ModelJson.TensorsEnding }) OutputFile.CheckInNewFolder(inputs, "--save", ModelJson.PathOf(save, ending));
        }

        if (request.Log is { } log) OutputFile.CheckInNewFolder(inputs, "--log", log);
        if (request.Checkpoints is { } checkpoints) OutputFile.CheckFolder("--checkpoints", checkpoints);
        if (request.TensorBoard is { } board) OutputFile.CheckFolder("--tensorboard", board);
    }

    public static int? Whole(ArgumentResult result, Option option, int least) =>
        int.TryParse(Word(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least ? value : Refused<int?>(result, option, FormattableString.Invariant($"a whole number of at least {least}"));

    private static double? Number(ArgumentResult result, Option option) =>
        double.TryParse(Word(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : Refused<double?>(result, option, "a number");

    private static double Share(ArgumentResult result, Option option)
    {
        var word = Word(result);
        var isPercent = word.EndsWith('%');
        return double.TryParse(word.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && (isPercent ? value / 100 : value) is >= 0 and < 1 and var share
            ? share
            : Refused<double>(result, option, "a fraction of at least 0 and below 1, for example 0.2");
    }

    private static IReadOnlyList<int> Units(string? text)
    {
        if (text is null) return [64, 64];
        if (text.Trim() is "none" or "0" or "") return [];
        return [.. text.Split(',').Select(word => int.TryParse(word, NumberStyles.None | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var units) && units > 0
            ? units
            : throw new UsageException($"train: --hidden is {DataException.Quote(text)}; it must be whole numbers above 0 separated by commas, as in 64,64, or none."))];
    }

    private static T? Refused<T>(ArgumentResult result, Option option, string expected)
    {
        result.AddError($"{option.Name} is {DataException.Quote(Word(result))}; it must be {expected}.");
        return default;
    }

    private static string Word(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
}
