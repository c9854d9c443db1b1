using System.Runtime.InteropServices;

namespace Minima.Distributed;

/// <summary>Functions of libc that .NET does not offer.</summary>
internal static unsafe partial class NativeProcess
{
    /// <summary>Sets an environment variable for native libraries, unless it is set; .NET's own environment is a copy.</summary>
    public static void SetVariable(string name, string value) => _ = SetVariable(name, value, overwrite: 0);

    /// <summary>Ends the process at once, even if threads wait in native code.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void Exit(int code);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
