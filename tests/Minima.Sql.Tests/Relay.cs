using System.Net;
using System.Net.Sockets;

namespace Minima.Sql.Tests;

/// <summary>Stands between a client and a server on loopback and counts what the server sends in answer to each request.</summary>
internal sealed class Relay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;
    private readonly List<long> _answers = [];
    private readonly List<TcpClient> _clients = [];
    private readonly Lock _lock = new();

    public Relay(int port)
    {
        _port = port;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes of the server between two sendings of the client.</summary>
    public IReadOnlyList<long> Answers
    {
        get
        {
            lock (_lock) return [.. _answers];
        }
    }

    /// <summary>Closes the connections to the clients, as a network does that fails.</summary>
    public void Drop()
    {
        lock (_lock) _clients.ForEach(client => client.Close());
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                lock (_lock) _clients.Add(client);
                var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _port);
                _ = CopyAsync(client, server, count =>
                {
                    lock (_lock) _answers.Add(0);
                });
                _ = CopyAsync(server, client, count =>
                {
                    lock (_lock) _answers[^1] += count;
                });
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to, Action<int> count)
    {
        try
        {
            var buffer = new byte[1 << 16];
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var read)
            {
                count(read);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One side has closed the connection.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
