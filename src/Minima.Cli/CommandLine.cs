using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using Minima.Cli.Advise;
using Minima.Cli.Boost;
using Minima.Cli.Check;
using Minima.Cli.Compare;
using Minima.Cli.Completion;
using Minima.Cli.Doctor;
using Minima.Cli.Encodings;
using Minima.Cli.Evaluate;
using Minima.Cli.Explain;
using Minima.Cli.Explore;
using Minima.Cli.Export;
using Minima.Cli.Fit;
using Minima.Cli.Lab;
using Minima.Cli.Learn;
using Minima.Cli.Losses;
using Minima.Cli.Objectives;
using Minima.Cli.Predict;
using Minima.Cli.Score;
using Minima.Cli.Solve;
using Minima.Cli.Streaming;
using Minima.Cli.Terminal;
using Minima.Cli.Train;
using Minima.Tabular;

namespace Minima.Cli;

/// <summary>The commands of <c>minima</c>, and the one place where an exception becomes a line of text and an exit code.</summary>
internal static class CommandLine
{
    private static readonly string[] ReadTables = ["solve", "compare", "advise", "fit", "boost", "doctor", "train", "resume", "predict", "score", "explain", "stream"];

    private const string CurrentWord = "--current=";

    private const string Comparing = "compare";

    /// <summary>The time that a training has after Ctrl-C to finish its step and write a checkpoint.</summary>
    private static readonly TimeSpan TerminationTime = TimeSpan.FromSeconds(30);

    /// <summary>Every command; each has a folder of its own and a static <c>Create</c>.</summary>
    public static Command Create()
    {
        var help = new HelpOption();
        help.Action = new HelpPage((HelpAction)help.Action!);
        var root = new Command("minima", """
            minima: which loss should I train with? Compares losses on your own data.

            Examples:
              minima solve DATA.csv --target y    the answer for a table, in one command
              minima compare                      the losses on a bundled data set
              minima explain huber                one loss: formula, picture, when to use it
              minima losses --search outliers     what there is
            """)
        {
            SolveCommand.Create(),
            CompareCommand.Create(),
            AdviseCommand.Create(),
            FitCommand.Create(),
            BoostCommand.Create(),
            LossesCommand.Create(),
            ExplainCommand.Create(),
            CheckCommand.Create(),
            ObjectiveCommand.Create(),
            DoctorCommand.Create(),
            TrainCommand.Create(),
            ResumeCommand.Create(),
            PredictCommand.Create(),
            ScoreCommand.Create(),
            ExportCommand.Create(),
            StreamCommand.Create(),
            LearnCommand.Create(),
            ExploreCommand.Create(),
            LabCommand.Create(),
            EvaluateCommand.Create(),
            CompletionCommand.Create(),
            help,
            new VersionOption { Action = new VersionLine() },
        };
        LanguageOption.AddTo(root);
        foreach (var command in root.Subcommands.Where(command => ReadTables.Contains(command.Name))) ReadingOptions.AddTo(command, hasMissing: command.Name != "stream");
        return root;
    }

    /// <summary>Runs a command line. No exception leaves, and no stack trace is shown.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        var language = LanguageOption.Of(arguments, Environment.GetEnvironmentVariable);
        var culture = CultureInfo.CurrentUICulture;
        if (language == Language.Chinese) error = new TranslatingWriter(error, language);
        try
        {
            // Messages about the command line itself come from the library that reads it, in the language of the culture.
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language == Language.Chinese ? "zh-Hans" : "en");
            return await RunInAsync(language, arguments, output, error, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await error.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            CultureInfo.CurrentUICulture = culture;
        }
    }

    private static async Task<int> RunInAsync(Language language, IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var command = "";
        var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TerminationTime };
        try
        {
            var root = Create();
            if (language == Language.Chinese) Translate(root);
            if (arguments is ["complete", { } word, ..] && word.StartsWith(CurrentWord, StringComparison.Ordinal))
            {
                return Complete(root, [.. arguments.Skip(2).SkipWhile(w => w == "--")], word[CurrentWord.Length..], output);
            }

            var parsed = root.Parse(arguments);
            command = parsed.CommandResult.Command.Name;
            if (arguments.Count == 0)
            {
                await root.Parse(["--help"]).InvokeAsync(configuration, cancellation).ConfigureAwait(false);
                return ExitCode.Usage;
            }

            if (parsed.Errors.Count > 0 || Swallowed(parsed).Any())
            {
                await WriteUsageErrorsAsync(root, parsed, error).ConfigureAwait(false);
                return ExitCode.Usage;
            }

            ReadingOptions.Apply(parsed, error);
            var code = await parsed.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
            return Ended(code, error);
        }
        catch (Exception exception)
        {
            var code = ExitCode.Of(exception);
            await error.WriteLineAsync(InNameOf(command, MessageFor(exception, code), language)).ConfigureAwait(false);
            if (exception is FormulaException { Text.Length: > 0 } formula)
            {
                await error.WriteLineAsync(formula.Picture.ReplaceLineEndings()).ConfigureAwait(false);
            }

            return Ended(code, error);
        }
    }

    /// <summary>Translates descriptions into Chinese; examples are commands to type and stay as they are.</summary>
    private static void Translate(Command command)
    {
        var paragraphs = (command.Description ?? "").ReplaceLineEndings("\n").Trim().Split("\n\n");
        command.Description = string.Join("\n\n", paragraphs.Select((text, i) => i == 0 ? Translated(text) : string.Join('\n', text.Split('\n').Select(line => line.StartsWith(' ') ? line : Translated(line)))));
        foreach (var option in command.Options) option.Description = Translated(option.Description);
        foreach (var argument in command.Arguments) argument.Description = Translated(argument.Description);
        foreach (var below in command.Subcommands) Translate(below);

        static string Translated(string? text) => Messages.Table.Translate((text ?? "").ReplaceLineEndings(" ").Trim());
    }

    /// <summary>Answers a shell's completion script. The line is not finished, so it is not parsed.</summary>
    private static int Complete(Command root, string[] words, string current, TextWriter output)
    {
        foreach (var candidate in Completer.Find(root, words, current))
        {
            output.WriteLine(candidate.Description.Length == 0 ? candidate.Word : $"{candidate.Word}\t{candidate.Description}");
        }

        return ExitCode.Ok;
    }

    /// <summary>Leaves a terminal as it was found.</summary>
    private static int Ended(int code, TextWriter error)
    {
        if (code == ExitCode.Cancelled)
        {
            Screen.Restore(error);
        }

        return code;
    }

    /// <summary>One line with the remedy. Only a bug in Minima is reported with its exception.</summary>
    internal static string MessageFor(Exception exception, int code)
    {
        var message = exception.Message.ReplaceLineEndings(" ");
        return code switch
        {
            ExitCode.Cancelled => "minima: cancelled.",
            ExitCode.Unexpected => $"minima: unexpected {exception.GetType().Name}: {Wording.Bounded(message)} This is a bug in Minima, not your mistake: please report this line together with the command.",
            ExitCode.Data when exception is OutOfMemoryException => "minima: the work needs more memory than is available; give more with --memory, or fewer rows or columns.",
            ExitCode.File when exception is not (FileNotFoundException or OutputException or DataException) && !ExitCode.IsOfTemporaryFile(exception) =>
                $"minima: input or output failed ({message.TrimEnd('.')}); minima reads and writes its streams to their end. Check where they are redirected to, and that there is space left.",
            _ => $"minima: {Wording.Bounded(message)}",
        };
    }

    /// <summary>Comparisons name compare in their messages, and <c>solve</c> runs them with options of its own: the message names the command that was typed.</summary>
    private static string InNameOf(string command, string message, Language language)
    {
        if (command is "" or Comparing || !message.StartsWith($"minima: {Comparing}: ", StringComparison.Ordinal)) return message;
        var text = Messages.Table.In(language, message);
        var at = text.IndexOf(Comparing, StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, at), command, text.AsSpan(at + Comparing.Length));
    }

    /// <summary>Misspelt options that became the argument of the command; a file of such a name may follow after <c>--</c>.</summary>
    private static IEnumerable<string> Swallowed(ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? []
        : parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .Where(word => word.Length > 1 && word[0] == '-' && !IsValue(word));

    /// <summary>A minus before a digit, a point or infinity begins a number, and a word with a parenthesis is a formula: no option has such a name.</summary>
    private static bool IsValue(string word) => word[1] is '.' or (>= '0' and <= '9') || word.StartsWith("-inf", StringComparison.OrdinalIgnoreCase) || word.Contains('(', StringComparison.Ordinal);

    private static async Task WriteUsageErrorsAsync(Command root, ParseResult parsed, TextWriter error)
    {
        var at = parsed.CommandResult.Command;
        var unknown = Swallowed(parsed).Concat(parsed.UnmatchedTokens).ToArray();
        foreach (var word in unknown)
        {
            var known = at.Subcommands.Select(c => c.Name).Concat(at.Options.Select(o => o.Name));
            await error.WriteLineAsync($"minima: '{word}' is not understood{Wording.DidYouMean(word, known)}.").ConfigureAwait(false);
        }

        if (unknown.Length == 0)
        {
            foreach (var fault in parsed.Errors)
            {
                await error.WriteLineAsync($"minima: {fault.Message}").ConfigureAwait(false);
            }
        }

        var names = new List<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command; result = result.Parent) names.Insert(0, command.Command == root ? "minima" : command.Command.Name);
        var help = string.Join(' ', names.Append("--help"));
        await error.WriteLineAsync($"`{help}` lists what is available.").ConfigureAwait(false);
    }
}
