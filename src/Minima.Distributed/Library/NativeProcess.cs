using System.Runtime.InteropServices;

namespace Minima.Distributed;

/// <summary>Calls of libc that .NET does not offer.</summary>
internal static unsafe partial class NativeProcess
{
    /// <summary>Sets a variable that native libraries read, unless it is set; .NET's own environment is a copy.</summary>
    public static void SetVariable(string name, string value) => _ = SetVariable(name, value, overwrite: 0);

    /// <summary>Ends the process at once, whatever its threads wait for in native code.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void Exit(int code);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
