using System.CommandLine;

namespace Minima.Cli.Completion;

/// <summary>The words after a command's name, separated into options, their values, and arguments.</summary>
internal sealed class CommandWords
{
    private readonly Command _command;
    private readonly List<string> _arguments = [];
    private readonly List<(Option Option, string Value)> _values = [];

    public CommandWords(Command command, IEnumerable<string> words)
    {
        _command = command;
        foreach (var word in words)
        {
            Add(word);
        }
    }

    /// <summary>The option whose value is at the cursor, or null.</summary>
    public Option? Waiting { get; private set; }

    /// <summary>True if -- was given: only arguments follow.</summary>
    public bool Ended { get; private set; }

    public IReadOnlyList<string> Arguments => _arguments;

    /// <summary>The argument at the cursor, or null if all are given.</summary>
    public Argument? NextArgument
    {
        get
        {
            var taken = _arguments.Count;
            foreach (var argument in _command.Arguments)
            {
                if (taken < argument.Arity.MaximumNumberOfValues)
                {
                    return argument;
                }

                taken -= argument.Arity.MaximumNumberOfValues;
            }

            return null;
        }
    }

    /// <summary>The option of a name, or null.</summary>
    public Option? Option(string name) => _command.Options.FirstOrDefault(o => o.Name == name || o.Aliases.Contains(name));

    /// <summary>The values given for an option, in order.</summary>
    public IEnumerable<string> ValuesOf(string name) => _values.Where(v => v.Option.Name == name).Select(v => v.Value);

    private void Add(string word)
    {
        if (Waiting is { } waiting)
        {
            _values.Add((waiting, word));
            Waiting = null;
        }
        else if (Ended || word is not ['-', _, ..])
        {
            _arguments.Add(word);
        }
        else if (word == "--")
        {
            Ended = true;
        }
        else if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && Option(word[..at]) is { } assigned)
        {
            _values.Add((assigned, word[(at + 1)..]));
        }
        else if (Option(word) is { } option && option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0)
        {
            Waiting = option;
        }
    }
}
