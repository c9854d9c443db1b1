using System.CommandLine;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Completion;

/// <summary><c>minima completion</c>: prints the script by which a shell completes the words of <c>minima</c>.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = $"{Wording.Or(CompletionScripts.Shells)}.", HelpName = "SHELL" };
        shell.CompletionSources.Add([.. CompletionScripts.Shells]);
        shell.Validators.Add(result =>
        {
            var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (!CompletionScripts.Shells.Contains(word, StringComparer.Ordinal))
            {
                result.AddError($"there is no completion script for {Wording.Quote(word)}{Wording.DidYouMean(word, CompletionScripts.Shells)}; there is one for {Wording.Or(CompletionScripts.Shells)}.");
            }
        });
        var command = new Command("completion", """
            Print a script that makes a shell complete commands, options, losses, files and columns.

            Load it, in the start-up file of the shell, with:
              bash         source <(minima completion bash)
              zsh          source <(minima completion zsh)       after compinit
              fish         minima completion fish | source
              powershell   minima completion powershell | Out-String | Invoke-Expression

            Examples:
              minima completion bash
              minima completion zsh > _minima
            """)
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(CompletionScripts.Of(parsed.GetValue(shell)!));
            return ExitCode.Ok;
        });
        return command;
    }
}
