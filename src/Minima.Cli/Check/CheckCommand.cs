using System.CommandLine;
using System.Globalization;
using Minima.Analysis;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Check;

/// <summary><c>minima check</c>: finds errors in a formula and in handwritten derivatives of it.</summary>
internal static class CheckCommand
{

    public static Command Create()
    {
        var formula = new Option<string?>("--formula") { Description = "The loss as text, over p (the prediction) and t (the target).", HelpName = "TEXT" };
        var loss = new Option<string?>("--loss") { Description = "A loss of the catalogue, in place of --formula.", HelpName = "NAME" };
        var gradient = new Option<string?>("--gradient") { Description = "The derivative with respect to p, as you wrote it.", HelpName = "TEXT" };
        var hessian = new Option<string?>("--hessian") { Description = "The second derivative with respect to p, as you wrote it.", HelpName = "TEXT" };
        var parameters = new Option<string[]>("--param") { Description = "A parameter; may be repeated.", HelpName = "NAME=VALUE" };
        var prediction = new Option<string?>("--prediction") { Description = $"The domain of predictions: {DomainWords.Help}.", HelpName = "DOMAIN" };
        var target = new Option<string?>("--target") { Description = "The domain of targets, written likewise.", HelpName = "DOMAIN" };
        var range = new Option<string>("--range") { Description = "The range of ordinary predictions and targets, in which check counts proportions and compares derivatives.", HelpName = "LOW..HIGH", DefaultValueFactory = _ => "-10..10" };
        var strict = new Option<bool>("--strict") { Description = "Treat warnings as errors." };
        var json = new Option<bool>("--json") { Description = "Everything, as JSON." };
        var command = new Command(
            "check",
            "Check a loss and hand-written derivatives: sign, factor, Hessian, kinks, minimum, overflow. Exit code 0 when nothing is wrong, 1 when something is.\n\nExamples:\n  minima check --formula \"(p - t)^2\" --gradient \"p - t\" --hessian 2\n  minima check --formula \"log(1 + exp(p)) - t*p\"\n  minima check --loss huber --param delta=2 --gradient \"clamp(p - t, -delta, delta)\"")
        {
            formula, loss, gradient, hessian, parameters, prediction, target, range, strict, json,
        };
        command.SetAction(parsed => Run(
            new CheckRequest(
                parsed.GetValue(formula),
                parsed.GetValue(loss),
                parsed.GetValue(gradient),
                parsed.GetValue(hessian),
                parsed.GetValue(parameters) ?? [],
                parsed.GetValue(prediction),
                parsed.GetValue(target),
                parsed.GetValue(range)!,
                parsed.GetValue(strict),
                parsed.GetValue(json),
                LanguageOption.Word(parsed)),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(CheckRequest request, TextWriter output, TextWriter error)
    {
        if (Refusal(request) is { } refusal)
        {
            error.WriteLine($"minima check: {refusal}");
            return ExitCode.Usage;
        }

        var (low, high) = Range(request.Range)!.Value;
        var loss = Read(request);
        if (!LossAnalysis.CanAnalyse(loss))
        {
            error.WriteLine($"minima check: {loss.Entry.Key} is not a loss of one prediction and one target; check handles elementwise losses, such as (p - t)^2. `minima explain {loss.Entry.Key}` shows what is known about it.");
            return ExitCode.Loss;
        }

        var options = new LossCheckOptions
        {
            Gradient = request.Gradient is null ? null : HandDerivative.Parse(request.Gradient),
            Hessian = request.Hessian is null ? null : HandDerivative.Parse(request.Hessian),
            Prediction = request.Prediction is null ? null : DomainWords.Read(request.Prediction),
            Target = request.Target is null ? null : DomainWords.Read(request.Target),
            Low = low,
            High = high,
        };
        var report = LossCheck.Run(loss, options);
        var wrong = report.Findings.Any(f => f.Status == LossCheckStatus.Wrong || (request.Strict && f.Status == LossCheckStatus.Warning));
        if (request.Json)
        {
            CheckJson.Write(report, wrong, output);
        }
        else
        {
            CheckText.Write(report, wrong, new Tongue(request.Language == "zh"), Screen.IsStyled(output), output);
        }

        return wrong ? ExitCode.Wrong : ExitCode.Ok;
    }

    private static Loss Read(CheckRequest request) => request.Loss is { } name
        ? LossSpec.Parse(name, LossSpec.Words(request.Parameters)).Create()
        : Loss.Parse(request.Formula!, Numbers(request.Parameters));

    /// <summary>Parameters of a formula are numbers; the loss refuses anything else.</summary>
    private static Dictionary<string, object?> Numbers(string[] words) => LossSpec.Words(words).ToDictionary(
        pair => pair.Key,
        pair => double.TryParse(pair.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : (object?)pair.Value,
        StringComparer.Ordinal);

    private static string? Refusal(CheckRequest request) =>
        (request.Formula is null) == (request.Loss is null) ? "give one loss: --formula \"(p - t)^2\", or --loss NAME."
        : request.Prediction is { } p && DomainWords.Read(p) is null ? $"--prediction {Wording.Quote(p)} is not a domain; it must be one of these: {DomainWords.Help}."
        : request.Target is { } t && DomainWords.Read(t) is null ? $"--target {Wording.Quote(t)} is not a domain; it must be one of these: {DomainWords.Help}."
        : Range(request.Range) is null ? $"--range {Wording.Quote(request.Range)} is not a range; give two finite numbers, the lower one first: --range -10..10."
        : null;

    private static (double Low, double High)? Range(string text)
    {
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        return dots > 0
            && double.TryParse(text.AsSpan(0, dots), NumberStyles.Float, CultureInfo.InvariantCulture, out var low)
            && double.TryParse(text.AsSpan(dots + 2), NumberStyles.Float, CultureInfo.InvariantCulture, out var high)
            && double.IsFinite(low) && double.IsFinite(high) && low < high && double.IsFinite(high - low)
            ? (low, high)
            : null;
    }
}
